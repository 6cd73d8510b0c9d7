// fmt inside the binary. Debian has it as a shared library only, which would bring libstdc++ along as another one; both
// are looked up at every start. Its headers hold the same code, compiled here once (release builds, see
// CMakeLists.txt).
#include <fmt/format-inl.h>

static_assert(FMT_VERSION / 10000 == 9, "the list below is what fmt 9 leaves to its library");

namespace fmt {
inline namespace v9 {
namespace detail {

template dragonbox::decimal_fp<float> dragonbox::to_decimal(float x) noexcept;
template dragonbox::decimal_fp<double> dragonbox::to_decimal(double x) noexcept;
template locale_ref::locale_ref(const std::locale& loc);
template std::locale locale_ref::get<std::locale>() const;
template thousands_sep_result<char> thousands_sep_impl(locale_ref);
template char decimal_point_impl(locale_ref);
template void buffer<char>::append(const char*, const char*);
template void vformat_to(buffer<char>&, string_view, basic_format_args<FMT_BUFFER_CONTEXT(char)>, locale_ref);

}  // namespace detail
}  // namespace v9
}  // namespace fmt
