"""Stands between a client and an HTTP server, and does to their talk what networks do.

    faulty_proxy.py UPSTREAM_PORT SEED FAULT:PERCENT…

Prints its own port. Each request meets at most one fault, drawn by the seed:
    refuse     the connection is closed before anything is passed on
    busy       503, nothing is passed on
    forget     the server does the work, but its answer never arrives
    truncate   the answer's body is cut, the connection closed
    corrupt    one byte of the answer's body is another one
    spoil      one byte of the request's body is another one
    stall      the answer stops in the middle for three seconds
    delay      everything takes a fifth of a second longer
What happened is counted, requests also by their methods, and printed on the end of standard input."""

import asyncio
import collections
import random
import sys

upstream_port = int(sys.argv[1])
dice = random.Random(int(sys.argv[2]))
faults = [(name, int(percent)) for name, percent in (word.split(":") for word in sys.argv[3:])]
done = collections.Counter()


def draw():
    point = dice.uniform(0, 100)
    for name, percent in faults:
        point -= percent
        if point < 0:
            done[name] += 1
            return name
    done["pass"] += 1
    return "pass"


async def read_head(reader):
    try:
        return await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return b""


def header(head, name):
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return None


async def read_body(reader, head, bodiless):
    if bodiless:
        return b""
    if header(head, b"transfer-encoding") == b"chunked":
        body = b""
        while True:
            size_line = await reader.readuntil(b"\r\n")
            size = int(size_line.split(b";")[0], 16)
            chunk = await reader.readexactly(size + 2)
            body += size_line + chunk
            if size == 0:
                return body
    length = header(head, b"content-length")
    return await reader.readexactly(int(length or 0))


def with_other_byte(body):
    at = dice.randrange(len(body))
    return body[:at] + bytes([body[at] ^ 0x20]) + body[at + 1 :]


async def ask(head, body):
    reader, writer = await asyncio.open_connection("127.0.0.1", upstream_port)
    try:
        writer.write(head)
        writer.write(body)
        await writer.drain()
        while True:
            answer = await read_head(reader)
            if not answer.startswith(b"HTTP/1.1 100"):
                break
        status = int(answer.split()[1]) if answer else 0
        bodiless = head.startswith(b"HEAD ") or status in (204, 304)
        return answer, await read_body(reader, answer, bodiless)
    finally:
        writer.close()


async def serve_one(head, body, writer):
    """Whether the connection goes on."""
    done[head.split(b" ")[0].decode("latin-1")] += 1
    fault = draw()
    if fault == "refuse":
        return False
    if fault == "busy":
        writer.write(b"HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        return False
    if fault == "delay":
        await asyncio.sleep(0.2)
    if fault == "spoil" and body:
        body = with_other_byte(body)
    answer, content = await ask(head, body)
    if fault == "forget" or not answer:
        return False
    if fault == "corrupt" and content:
        content = with_other_byte(content)
    writer.write(answer)
    if fault == "truncate" and content:
        writer.write(content[: dice.randrange(len(content))])
        return False
    if fault == "stall" and content:
        writer.write(content[: len(content) // 2])
        await writer.drain()
        await asyncio.sleep(3)
        content = content[len(content) // 2 :]
    writer.write(content)
    await writer.drain()
    return True


async def serve(reader, writer):
    try:
        while head := await read_head(reader):
            body = await read_body(reader, head, False)
            if not await serve_one(head, body, writer):
                break
        await writer.drain()
    except (ConnectionError, asyncio.IncompleteReadError):
        pass
    finally:
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0, limit=1 << 20)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    print(dict(done), flush=True)


asyncio.run(main())
