"""Templates that both renderers get: (template, context, options). Grouped by what they try."""

DATA = {
    "name": "Ada Lovelace", "empty": "", "uni": "Füße Ärger Σίσυφος", "n": 7, "neg": -7, "f": 2.5, "t": True, "no": None,
    "items": [3, 1, 2], "words": ["pear", "Apple", "fig"], "d": {"b": 1, "a": 2, "items": 3},
    "users": [{"name": "Bo", "age": 30, "on": True}, {"name": "al", "age": 25, "on": False}, {"name": "Cy", "age": 30}],
    "tree": [{"n": "a", "c": [{"n": "b", "c": []}, {"n": "c", "c": [{"n": "d", "c": []}]}]}],
    "lines": "one\n  two\n\nthree", "html": "<b>\"x\" & 'y'</b>", "cookiecutter": {"slug": "my_proj", "__x": "y", "year": 2024},
}

EXPRESSIONS = r"""
1 + 2 * 3 - 4 / 2
7 // 2, -7 // 2, 7 % 3, -7 % 3, 7.5 // 2, -7.5 % 2, 7 % -3
2 ** 10, 2 ** -1, 2 ** 3 ** 2, -2 ** 2, 2.0 ** 0.5
1 / 3, 10 / 5, 1e16, 1e15, 1e-5, 0.0001, 123456789.123, 1e100, -0.0, 1.0, 100.0
1_000, 0x1f, 0b101, 0o17, 1_0.5, 1e3
'a' 'b', "c\n\t\\\"", '\x41\u00e9\101', 'it''s', '\q'
'a' ~ 1 ~ none ~ true ~ 1.5 ~ [1] ~ {'a': 1}
'x' * 3, 3 * 'ab', [1] * 2, (1, 2) + (3,), [1] + [2]
'a' * -1, 'a' * 0
1 < 2 < 3, 1 < 3 < 2, 1 == 1.0, 'a' < 'b', [1, 2] < [1, 3], 1 != 2, true == 1
1 in [1, 2], 'b' in 'abc', 'x' not in 'abc', 'a' in d, 'zz' in d, 3 in (1, 3)
not true, not '', not 0 and 1, 1 and 2, 0 or 'x', '' or none
'yes' if t else 'no', ('a' if false), 'a' if false else 'b' if true else 'c'
items[0], items[-1], items[1:], items[::-1], items[:2], items[5:], items[-2:], items[::2]
name[0], name[-1], name[0:3], name[::-1], name[::3], uni[1:4], uni[0], uni[-1]
items[10], name[100], d['zz'], d.zz, missing
d.a, d['a'], d.items, d['items'], users[0].name, users[0]['age'], users.0.name
(), (1,), (1, 2), [], [1, 'a', none, true, 1.5], {}, {'a': 1, 2: 'b'}, {'x': {'y': [1]}}
'é\t\n\'"', ['é', 'a\nb', '\\', "it's", '"', 'it\'s "q"', '\x00\x7f\xa0']
1.5|string, true|string, none|string, [1]|string
d.keys()|list, d.values()|list, d.items(), d.items|default('x'), d.get('a'), d.get('zz'), d.get('zz', 5)
d.keys(), d.values()
range(3), range(3)|list, range(1, 7, 2)|list, range(5, 0, -2)|list, range(10)[2], range(10)[2:5], range(0)|list, range(3)|length
name.upper(), name.lower(), name.title(), name.swapcase(), name.capitalize(), uni.upper(), uni.lower(), uni.title(), uni.capitalize()
'a,b,,c'.split(','), 'a b  c '.split(), ' a b  c '.split(none, 1), 'a,b,c'.split(',', 1), 'a,b,c'.rsplit(',', 1), '  a  b c '.rsplit(none, 1)
' x '.strip(), 'xxaxx'.strip('x'), ' x '.lstrip(), ' x '.rstrip() ~ '|', 'abcba'.strip('ab')
'abc'.startswith('a'), 'abc'.endswith(('b', 'c')), 'abc'.find('c'), 'abc'.find('z'), 'abcabc'.rfind('b'), 'abc'.index('b'), 'aXbX'.count('X'), 'abc'.startswith('b', 1)
'a-b-c'.replace('-', '_'), 'a-b-c'.replace('-', '_', 1), 'abc'.replace('', '.'), 'a'.join(['x', 'y']), ''.join(['q'])
'7'.zfill(3), '-7'.zfill(4), 'ab'.ljust(5) ~ '|', 'ab'.rjust(5, '*'), 'ab'.center(5, '-'), 'ab'.center(6)
'abc'.isalpha(), 'ab1'.isalnum(), '12'.isdigit(), 'a b'.isidentifier(), '_a1'.isidentifier(), 'class'.isidentifier(), 'A'.isupper(), 'Ab'.islower(), ' '.isspace(), 'Ab Cd'.istitle(), 'é'.isascii(), '½'.isnumeric(), '½'.isdecimal()
'a.b.c'.partition('.'), 'a.b.c'.rpartition('.'), 'abc'.partition('-'), 'abc'.rpartition('-'), 'a\nb\r\nc'.splitlines(), 'a\tb'.expandtabs(4), 'prefix_x'.removeprefix('prefix_'), 'x.py'.removesuffix('.py')
'{} {}'.format(1, 'a'), '{1} {0}'.format('a', 'b'), '{x} {y[0]} {u.a}'.format(x=1, y=[2], u=d), '{:>5}|{:<5}|{:^5}|{:*^7}'.format('a', 'b', 'c', 'd')
'{:05d} {:+d} {:x} {:#x} {:b} {:o} {:,} {:_}'.format(42, 42, 255, 255, 5, 8, 1234567, 1234567), '{:.2f} {:8.3f} {:e} {:g} {:%} {:.0f}'.format(3.14159, 2.5, 12345.678, 0.0001, 0.25, 2.5)
'{!r} {!s} {{}} {:{}}'.format('a', 'b', 'c', 5), '{0:.{1}f}'.format(1.23456, 2), '{:08.2f}'.format(-3.14159), '{:.3}'.format('abcdef'), '{:010,}'.format(1234)
'%s %d %5.1f %x %X %o %e %g %c %r %%' % ('a', 42, 3.14159, 255, 255, 8, 12345.6, 0.5, 'z', 'q')
'%(a)s-%(b)05d' % d, '%-5s|' % 'a', '%5s|' % 'a', '%05d' % 42, '%+d' % 5, '% d' % 5, '%#x' % 255, '%.2s' % 'abc', '%*d' % (5, 42), '%s' % none, '%s' % [1]
'%s and %s'|format('a', 'b'), '%(x)s'|format(x=1)
-n|abs, neg|abs, f|abs, (-1.5)|abs, -f, +n
42.55|round, 42.55|round(1), 42.55|round(1, 'floor'), 42.51|round(1, 'ceil'), 2.5|round, 3.5|round, 1234|round(-2), 42|round, 0.5|round|int, 2.675|round(2), 1250|round(-2), 1350|round(-2)
'42'|int, 'x'|int, '4.7'|int, 4.7|int, 'x'|int(5), '0x1f'|int(0, 16), '1f'|int(base=16), ' 12 '|int, '1_000'|int, true|int, none|int, [1]|int, '-3'|int, '+4'|int, '1e3'|int
'1.5'|float, 'x'|float, 'x'|float(2.5), 3|float, '1e3'|float, 'nan'|float, 'inf'|float, '-inf'|float, none|float
items|sum, users|sum(attribute='age'), items|sum(start=10), []|sum, items|max, items|min, words|max, words|min, words|min(case_sensitive=true), users|max(attribute='age'), []|max
items|sort, words|sort, words|sort(case_sensitive=true), items|sort(reverse=true), users|sort(attribute='name')|map(attribute='name')|list, users|sort(attribute='age,name')|map(attribute='name')|list, users|sort(attribute='age', reverse=true)|map(attribute='name')|join
d|dictsort, d|dictsort(by='value'), d|dictsort(reverse=true), {'B': 1, 'a': 2}|dictsort, {'B': 1, 'a': 2}|dictsort(true)
words|join(', '), items|join, users|join('-', attribute='name'), 'abc'|join('.'), items|join(1), []|join('x')
words|map('upper')|list, words|map('length')|list, users|map(attribute='on', default='-')|list, words|map('replace', 'p', 'P')|join, items|map('string')|list, [[1], [2, 3]]|map('first')|list, words|map('upper')|map('lower')|first
items|select('odd')|list, items|reject('odd')|list, [0, 1, '', 'a']|select|list, users|selectattr('on')|map(attribute='name')|list, users|rejectattr('on')|map(attribute='name')|list, users|selectattr('age', 'gt', 26)|list|length, users|selectattr('name', 'equalto', 'Bo')|list, items|select('in', [1, 2])|list, items|select('divisibleby', 3)|list, users|selectattr('zz', 'defined')|list, users|selectattr('on', 'undefined')|map(attribute='name')|list
items|first, items|last, []|first, []|last, 'abc'|first, 'abc'|last, range(3)|last, items|length, 'é'|length, d|length, items|count
items|reverse|list, 'abc'|reverse, range(3)|reverse|list, words|unique|list, [1, 1, 2, 'A', 'a']|unique|list, ['A', 'a']|unique(case_sensitive=true)|list
[1, 2, 3, 4, 5]|batch(2)|list, [1, 2, 3]|batch(2, 'x')|list, [1, 2, 3, 4, 5]|slice(2)|list, [1, 2, 3, 4, 5]|slice(3, 'x')|list, []|batch(2)|list, []|slice(2)|list
users|groupby('age')|list|length, users|groupby('on', default=false)|map(attribute='grouper')|list, words|groupby('0')|map('first')|list
missing|default('x'), ''|default('x'), ''|default('x', true), none|default('x'), none|d('x', true), missing|d, 0|d(1, boolean=true)
name|upper, name|lower, name|title, 'a-b (c) d_e'|title, 'hELLO wORLD'|capitalize, uni|title, "they're bill's"|title, 'foo\tbar{x'|title
'a b c'|replace(' ', '-'), 'aaa'|replace('a', 'b', 2), 1|replace('1', '2'), ' x '|trim, 'xax'|trim('x'), none|trim, 12|string|length
lines|indent, lines|indent(2), lines|indent(2, true), lines|indent(2, blank=true), lines|indent('>> '), 'a'|indent, ''|indent, 'a\n'|indent(1)
'hello world foo'|truncate(9), 'hello world'|truncate(5, true), 'hello world foo bar'|truncate(11, false, '..', 0), 'abc'|truncate(3), 'hello big world'|truncate(8, end='', leeway=0), 'abcdefghij'|truncate(4, true, leeway=0)
'the quick brown fox jumps over'|wordwrap(10), 'supercalifragilistic is long'|wordwrap(8), 'supercalifragilistic is'|wordwrap(8, false), 'well-known fact-checking thing'|wordwrap(8), 'a  b   c'|wordwrap(3), 'x\n\ny z'|wordwrap(2), 'one two'|wordwrap(5, wrapstring='|'), 'ab--cd ef'|wordwrap(4)
'one two-three four_five 5'|wordcount, ''|wordcount, 'ab'|center(6) ~ '|', 'abc'|center(8) ~ '|', 1|center(3)
html|e, html|escape, html|forceescape, html|e|e, html|safe|e, ('<a>'|safe) + '<b>', ('<a>'|safe) ~ '<b>', ('%s'|safe) % '<', ('<'|safe).upper(), ('a<'|safe)|replace('a', '<'), ('x'|safe) * 2, '<'|e|length, html|striptags, '<p>a <!-- c --> b</p>\n c'|striptags
'a b/c?d=é&x'|urlencode, {'a b': 'c&d', 'e': 1}|urlencode, [('a', 'b c')]|urlencode, 'a/b'|urlencode, 5|urlencode
{'class': 'x', 'id': 1, 'no': none, 'q': '"<'}|xmlattr, {}|xmlattr, {'a': 'b'}|xmlattr(false)
d|tojson, [1, 'é', none, true, 1.5, {'b': [], 'a': {}}]|tojson, html|tojson, d|tojson(indent=2), [[], {}, [1]]|tojson(2), 'a\tb\\'|tojson, {'z': 1, 'a': 2}|tojson, {1: 2}|tojson, '\U0001f600'|tojson, 1e30|tojson
1|filesizeformat, 999|filesizeformat, 1000|filesizeformat, 13000|filesizeformat, 1024|filesizeformat(true), 4500000|filesizeformat, 1e30|filesizeformat, 0|filesizeformat, 1048576|filesizeformat(true)
'abc'|list, d|list, (1, 2)|list, d|items|list, missing|items|list, missing|list, users[0]|attr('name'), 'a'|attr('upper')() , 'x'|pprint, [1]|pprint
n is odd, n is even, 8 is divisibleby 4, n is divisibleby(7), missing is defined, n is defined, missing is undefined, no is none, n is none, t is boolean, n is boolean, t is true, t is false, 1 is true, n is integer, t is integer, f is float, n is float, n is number, t is number, name is string, d is mapping, items is sequence, name is sequence, n is iterable, d is iterable, items is iterable, n is callable, range is callable, missing is callable
'abc' is lower, 'ABC' is upper, 'aBc' is lower, '1' is lower, 1 is in [1], 1 is in [2], 'a' is in('abc'), 1 is eq 1, 1 is ne 1, 2 is gt 1, 2 is ge 2, 1 is lt 2, 1 is le 0, 'a' is equalto 'a', none is sameas none, 1 is not none, n is not divisibleby 3, 'upper' is filter, 'zz' is filter, 'odd' is test, 'x'|e is escaped, 'x' is escaped, items is not mapping
n is defined and n is odd, n is odd or x, 1 if n is odd else 2, not n is odd, [1, 2] is sequence, (1 is odd) is true
dict(a=1, b=2), dict({'a': 1}, b=3), dict([('x', 1)]), namespace(a=1).a, cycler('a', 'b').next(), joiner('|')() ~ 'x'
d|length > 2, items|length == 3, name|length * 2, -n|abs, -(n|abs), 1 + '2'|int, 'a' ~ 'b'|upper, ('a' ~ 'b')|upper, not items|length, 2 * f|int
cookiecutter.slug, cookiecutter['slug'], cookiecutter.__x, cookiecutter.year + 1, cookiecutter.slug.replace('_', ' ').title(), cookiecutter.nope
[1, 2, 3][1], {'a': 1}['a'], {'a': {'b': 5}}.a.b, (1, 2)[0], 'abc'[1], [[1, 2], [3]][0][1], 'a.b'.split('.')[1], ('x', 'y')[-1]
[1, 2].index(2), [1, 2, 2].count(2), (1, 2).index(1), [3, 1].copy(), d.copy() == d, d == {'a': 2, 'b': 1, 'items': 3}, [1] == (1,), none == false, missing == missing2, missing != none
1 if missing else 2, missing ~ 'x', missing in [1], missing == '', missing|length, missing|upper, missing|trim, missing|string, missing|join, missing|e, missing|first, missing|sort, missing|tojson is defined
1 + missing
missing.foo
missing()
missing['a']
missing + 'a'
-missing
'a' + 1
1 + 'a'
'a' - 'b'
1 / 0
1 // 0
1 % 0
0 ** -1
[1] + (1,)
'a' * 'b'
1 < 'a'
[1, 'a']|sort
'a' in 1
1 in 'a'
n()
n.foo
n.foo.bar
none.x
items.nope.x
'abc'|int('x', 'y', 'z')
'a'|upper(1)
'a'|replace('b')
'a'.replace('b')
'x'|round
none|abs
'%d' % 'x'
'%s %s' % 'a'
'%s' % ('a', 'b')
'{} {}'.format(1)
'{x}'.format(y=1)
'{:d}'.format('a')
'{:s}'.format(1)
'abc'.index('z')
'a'.join([1])
''.split('')
5|length
5|list
5|first
items|batch
items|groupby
range()
range(1, 2, 0)
range('a')
items[1:'a']
items[::0]
dict(1)
{[1]: 2}
{}|dictsort(by='x')
'a'|truncate(1)
'a'|wordwrap(0)
'a'|center('b')
items|join(', ', attribute='x')
cycler()
users|map('nofilter')|list
users|map()|list
users|selectattr()|list
{1: 1, 'a': 2}|tojson
(x for x in y)
lambda: 1
a b
1 +
(1
[1, 2
{'a': 1
{'a'}
'abc
"a\"
a.
a.1.2
a|
a is
a is not
a is b is c
a if
1 = 2
a == 
@
a ! b
a && b
$x
`a`
x|nofilter
x is notest
1|nofilter if false else 2
f(a=1, 2)
f(*a, 1)
f(**a, *b)
f(a=1, a=2)
012
0_1
1__0
1.
.5
a[1:2:3:4]
a[,]
[,]
(,)
{,}
[1,], (1,), {'a': 1,}
'a' is in
""", r"""
"""

EXPRESSIONS = [line for line in EXPRESSIONS[0].splitlines() if line.strip()]

TEMPLATES = r"""
{% if n > 5 %}big{% elif n > 3 %}mid{% else %}small{% endif %}
---
{% for x in items %}{{ loop.index }}/{{ loop.length }}:{{ x }}{% if not loop.last %}, {% endif %}{% else %}none{% endfor %}
---
{% for x in [] %}x{% else %}none{% endfor %}{% for x in missing %}x{% else %}none{% endfor %}
---
{% for x in items %}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.depth }}{{ loop.depth0 }}{{ loop.previtem }}{{ loop.nextitem }}|{% endfor %}
---
{% for x in items|select('odd') %}{{ loop.length }}{{ loop.revindex }}{{ x }}{% endfor %}
---
{% for x in items if x > 1 %}{{ loop.index }}{{ loop.length }}{{ x }}{% endfor %}
---
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %}{% for k in d %}{{ k }}{% endfor %}{% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}
---
{% for u in users %}{{ loop.cycle('odd', 'even') }}{{ loop.changed(u.age) }} {% endfor %}
---
{% for item in tree recursive %}{{ loop.depth }}{{ item.n }}{% if item.c %}({{ loop(item.c) }}){% endif %}{% endfor %}
---
{% for i in range(3) %}{% for j in range(2) %}{{ loop.index }}{% endfor %}{{ loop.index }} {% endfor %}
---
{% for i in range(3) %}{% set outer = loop %}{% for j in range(2) %}{{ outer.index }}{{ loop.index }} {% endfor %}{% endfor %}
---
{% set x = 1 %}{% for i in range(2) %}{% set x = x + i %}{{ x }}{% endfor %}{{ x }}
---
{% set ns = namespace(x=0, l=[]) %}{% for i in range(4) %}{% set ns.x = ns.x + i %}{% endfor %}{{ ns.x }}{{ ns }}
---
{% set a, b = 1, 2 %}{{ a }}{{ b }}{% set c = (a, b) %}{{ c }}{% set (p, q) = c %}{{ p }}{{ q }}
---
{% set a %}block {{ name }}{% endset %}[{{ a }}]{% set b | upper %}x{{ a }}{% endset %}{{ b }}{% set c | replace('x', 'y') | upper %}xx{% endset %}{{ c }}
---
{% set name %}{{ name }}!{% endset %}{{ name }}
---
{{ name }}{% set name %}{{ name }}!{% endset %}{{ name }}
---
{% for i in [1] %}{{ name }}{% endfor %}{% set name = 'x' %}{{ name }}
---
{% if false %}{% set name = 1 %}{% endif %}{{ name }}
---
{% if true %}{% set name = 1 %}{% endif %}{{ name }}{% for i in [1] %}{% if loop.first %}{% set name = 2 %}{% endif %}{{ name }}{% endfor %}{{ name }}
---
{% for i in [1, 2] %}{{ q }}{% set q = i %}{{ q }}{% endfor %}{{ q }}
---
{% macro m(a, b=2, c=b) %}{{ a }}-{{ b }}-{{ c }}{% endmacro %}{{ m(1) }} {{ m(1, 3) }} {{ m(a=5, c=1) }} {{ m() }} {{ m(1, 2, 3) }}
---
{% macro m(a) %}{{ varargs }}{{ kwargs }}{% endmacro %}{{ m(1, 2, 3, x=4) }}{{ m.name }}{{ m.arguments }}{{ m.catch_kwargs }}{{ m.catch_varargs }}{{ m.caller }}
---
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(1, 2) }}
---
{% macro m(a) %}{{ a }}{% endmacro %}{{ m(b=2) }}
---
{% macro m() %}[{{ caller() }}]{% endmacro %}{% call m() %}body {{ name }}{% endcall %}
---
{% macro m(xs) %}{% for x in xs %}<{{ caller(x, loop.index) }}>{% endfor %}{% endmacro %}{% call(x, i) m(items) %}{{ x }}:{{ i }}{% endcall %}
---
{% macro m() %}{{ caller is defined }}{% endmacro %}{{ m() }}
---
{% macro f(n) %}{{ n }}{% if n > 0 %} {{ f(n - 1) }}{% endif %}{% endmacro %}{{ f(3) }}
---
{% macro m() %}{{ name }}{{ later }}{% endmacro %}{% set later = 'L' %}{{ m() }}
---
{% macro m(name) %}{% set name = name ~ '!' %}{{ name }}{% endmacro %}{{ m('a') }}{{ name }}
---
{% filter upper %}abc {{ name }}{% endfilter %}{% filter indent(2) | upper %}a
b{% endfilter %}
---
{% with a = 1, b = n %}{{ a }}{{ b }}{% endwith %}{{ a }}{% with %}{% set z = 1 %}{{ z }}{% endwith %}{{ z }}{% with a=1 %}{% with b=a %}{{ b }}{% endwith %}{% endwith %}
---
{% raw %}{{ x }}{% if %}{# c #}{% endraw %}{%- raw -%} {{ a }} {%- endraw -%} x
---
a {# comment {{ x }} #} b {#- c -#} c {#+ d +#} d
---
  {%- if true -%}  a  {%- endif -%}  b {{- 1 -}} c {{ 2 }} d
---
a
  {% if true %}
  b
  {% endif %}
c {{ 1 }}
{{ 2 }}
---
a
    {%+ if true %}
b
    {%- endif +%}
c
  {# x #}
d
---
{% include 'inc' %}|{% include 'inc' without context %}|{% include 'nope' ignore missing %}|{% include ['nope', 'inc'] %}
---
{% set v = 5 %}{% for i in [1, 2] %}{% include 'loc' %}{% endfor %}
---
{% include 'nope' %}
---
{% import 'macros' as m %}{{ m.hello('x') }}{{ m.konst }}{{ m._private }}{{ m.nope }}
---
{% from 'macros' import hello, konst as k %}{{ hello('y') }}{{ k }}{% from 'macros' import nope %}{{ nope is defined }}
---
{% from 'macros' import hello with context %}{{ hello('y') }}{% import 'macros' as m with context %}{{ m.ctx() }}
---
{% import 'macros' as m %}{{ m.ctx() }}
---
{% extends 'base' %}{% block title %}T {{ super() }}{% endblock %}{% block body %}B {{ self.title() }}{% endblock %}ignored{% set q = 5 %}
---
{% extends 'mid' %}{% block body %}child {{ super() }}{{ super.super() }}{% endblock %}
---
before{% extends 'base' %}after
---
{% if n %}{% extends 'base' %}{% endif %}x{% block title %}t{% endblock %}
---
{% extends 'base' %}{% block body %}{% for i in items %}{{ i }}{% endfor %}{% endblock %}
---
{% block a %}1{% block b %}2{% endblock %}{% endblock %}{{ self.b() }}
---
{% for i in items %}{% block c scoped %}{{ i }}{% endblock %}{% endfor %}{% for i in items %}{% block e %}{{ i }}{% endblock %}{% endfor %}
---
{% block r required %}{% endblock %}
---
{% extends 'req' %}{% block r %}x{% endblock %}
---
{% extends 'req' %}
---
{% do [].append(1) %}{% set l = [] %}{% do l.append(1) %}{% do l.extend([2, 3]) %}{% do l.insert(0, 9) %}{{ l }}{{ l.pop() }}{{ l }}{% do l.remove(9) %}{{ l }}{% do l.reverse() %}{{ l }}{% do l.sort() %}{{ l }}
---
{% set e = {} %}{% do e.update({'a': 1}) %}{% do e.update(b=2) %}{{ e }}{{ e.setdefault('c', 3) }}{{ e.pop('a') }}{{ e }}{{ e.popitem() }}
---
{% for i in range(10) %}{% if i == 2 %}{% continue %}{% endif %}{% if i == 5 %}{% break %}{% endif %}{{ i }}{% endfor %}
---
{% for i in range(3) %}{% filter upper %}a{% if i == 1 %}{% break %}{% endif %}{% endfilter %}{{ i }}{% endfor %}
---
{% set j = joiner(', ') %}{% for x in items %}{{ j() }}{{ x }}{% endfor %}{% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.next() }}
---
{% print 1, 'a' %}{% print name %}
---
{% autoescape false %}{{ html }}{% endautoescape %}
---
{{ [1, 2]|map('string') is string }}{{ 'yes' if items|select('gt', 100) else 'no' }}{{ items|select('gt', 100)|list|length }}
---
{% set x = items|map('string') %}{{ x|join }}{{ x|join }}
---
{% for g in users|groupby('age') %}{{ g.grouper }}:{{ g.list|length }}{{ g[0] }} {% endfor %}{% for age, us in users|groupby('age') %}{{ age }}{{ us|map(attribute='name')|join }}{% endfor %}
---
{% if x is defined %}{{ x|nofilter }}{% endif %}{% if n %}ok{% endif %}
---
{% for x in [1] %}{{ x|nofilter }}{% endfor %}
---
{% if a %}
---
{% endif %}
---
{% for x in y %}{% endif %}
---
{% foo %}
---
{% set %}
---
{% set 1 = 2 %}
---
{% set true = 2 %}
---
{% set a.b = 2 %}
---
{% set a[0] = 2 %}
---
{% for in y %}{% endfor %}
---
{% for loop in y %}{% endfor %}
---
{% macro m(a, a) %}{% endmacro %}
---
{% macro m(a=1, b) %}{% endmacro %}
---
{% break %}
---
{% block a %}{% endblock %}{% block a %}{% endblock %}
---
{% for x in y %}{% extends 'base' %}{% endfor %}
---
{% call 1 %}{% endcall %}
---
{% from 'macros' import _private %}
---
{# unclosed
---
{{ unclosed
---
{% raw %} unclosed
---
{{ x }}{#
---
{{ '}}' }}{{ "%}" }}{{ {'a': {'b': 1}}.a.b }}{% set x = '%}' %}{{ x }}
---
{{ 'a
b' }}{{ "c\
d" }}
---
{%if n%}x{%endif%}{{n}}{{-n-}}{%-if n-%} y {%-endif-%}
---
{% if n -%}
   x
{%- endif %}

{{ name -}}

end
---
{% for x in items -%}
  {{ x }}
{% endfor -%}
done
---
{% set x = 1 if false %}[{{ x }}]{{ x is defined }}
---
{% set xs = [1, 2, 3] %}{% for x in xs[1:] %}{{ x }}{% endfor %}{% for c in 'héy' %}{{ c }}.{% endfor %}
---
{{ caller }}{{ loop }}{{ self is defined }}{{ varargs }}
---
{% if 'a' is defined if false %}x{% endif %}
---
{% for x in items recursive %}{{ x }}{% endfor %}{% for x in [1] if x in items recursive %}{{ x }}{% endfor %}
---
{% macro outer() %}{% macro inner() %}i{{ name }}{% endmacro %}{{ inner() }}{% endmacro %}{{ outer() }}{{ inner is defined }}
---
{% with x = 5 %}{% macro m() %}{{ x }}{% endmacro %}{{ m() }}{% endwith %}
---
{%- set v -%}   a   {%- endset -%}[{{ v }}]
---
{% set a = b = 1 %}
---
{{ a = 1 }}
---
{% if n: %}x{% endif: %}
---
{% for x in items: %}{{ x }}{% endfor %}
---
{{ n }}	{%- if n %}	x{% endif %}
---
{% set ns = namespace() %}{% set ns.a, ns.b = 1, 2 %}{{ ns.a + ns.b }}
---
{{ dict(a=1)|tojson|replace('"', "'") }}{{ d|tojson|indent(4) }}{{ 'a'|tojson + '"' }}
---
{{ namespace }}
"""

TEMPLATES = [part.strip("\n") for part in TEMPLATES.split("\n---\n")]

FILES = {
    "inc": "inc[{{ name }}]\n", "loc": "{{ i }}{{ v }}{{ loop is defined }};", "mid": "{% extends 'base' %}{% block body %}mid {{ super() }}{% endblock %}",
    "macros": "{% macro hello(x) %}Hello {{ x }}{% endmacro %}{% set konst = 42 %}{% set _private = 1 %}{% macro ctx() %}[{{ name }}]{% endmacro %}",
    "base": "<{% block title %}base{% endblock %}>{% block body %}bb{% endblock %}{{ q }}", "req": "{% block r required %} {% endblock %}",
}

WHITESPACE = [part for part in TEMPLATES if "\n" in part or "{%-" in part or "-%}" in part]

OPTIONS = [{}, {"trim_blocks": True}, {"lstrip_blocks": True}, {"trim_blocks": True, "lstrip_blocks": True},
           {"keep_trailing_newline": True, "newline_sequence": "\r\n"}, {"undefined": "strict"}, {"undefined": "chainable"}]


def cases():
    for expression in EXPRESSIONS:
        for undefined in ({}, {"undefined": "strict"}, {"undefined": "chainable"}):
            yield "{{ " + expression + " }}", undefined
            if ", " in expression and undefined == {}:
                for part in split(expression):
                    yield "{{ " + part + " }}", {}
                    yield "{{ " + part + " }}", {"undefined": "strict"}
    for template in TEMPLATES:
        for options in OPTIONS:
            yield template, options
            yield template + "\n", options
            yield template.replace("\n", "\r\n") + "\n\n", options
    brackets = {"block_start_string": "[%", "block_end_string": "%]", "variable_start_string": "[[", "variable_end_string": "]]",
                "comment_start_string": "[#", "comment_end_string": "#]"}
    for template in TEMPLATES:
        changed = template
        for old, new in (("{%", "[%"), ("%}", "%]"), ("{{", "[["), ("}}", "]]"), ("{#", "[#"), ("#}", "#]")):
            changed = changed.replace(old, new)
        yield changed, brackets


def split(expression):
    """Parts of a tuple that stands on one line, as far as they can be told apart by their brackets."""
    parts, part, depth, quote = [], "", 0, ""
    for char in expression:
        if quote:
            quote = "" if char == quote else quote
        elif char in "'\"":
            quote = char
        depth += (char in "([{") - (char in ")]}")
        if char == "," and depth == 0 and not quote:
            parts.append(part)
            part = ""
        else:
            part += char
    return [p.strip() for p in parts + [part] if p.strip()]
