#!/usr/bin/env python3
"""Hide the third-party symbols that shared libraries bundle, in place.

    hide_symbols.py LIB.so...

The Arrow wheel's libparquet exports a whole OpenSSL and simdjson. Left as they are, the system's
libssl and libcurl bind to those copies. This marks them STV_HIDDEN in .dynsym, which glibc's lookup
skips; references inside the library still bind locally. Names that another of the given libraries
needs stay exported.
"""
import pathlib
import re
import struct
import sys

# C names that are not Arrow's, and simdjson's C++ names.
BUNDLED = re.compile(
    rb"^(?!_Z|arrow_|parquet_|__|_init|_fini)|^_Z(?:T[VIST]|GV|Z)?(?:N[VK]*)?(?:8simdjson)")
SHT_DYNSYM = 11
STB_GLOBAL_OR_WEAK = (1, 2)
STV_HIDDEN = 2


def dynamic_symbols(image):
    """Yield (offset, name, info, other, section) of each .dynsym entry of an ELF64 image."""
    if image[:6] != b"\x7fELF\x02\x01":
        raise SystemExit("not a little-endian ELF64 file")
    (table,) = struct.unpack_from("<Q", image, 0x28)
    size, count, _ = struct.unpack_from("<HHH", image, 0x3A)
    sections = [struct.unpack_from("<IIQQQQIIQQ", image, table + i * size) for i in range(count)]
    for section in sections:
        if section[1] != SHT_DYNSYM:
            continue
        names = sections[section[6]][4]
        start, length, step = section[4], section[5], section[9]
        for offset in range(start + step, start + length, step):
            name, info, other, index = struct.unpack_from("<IBBH", image, offset)
            end = image.index(0, names + name)
            yield offset, bytes(image[names + name:end]), info, other, index


def main(paths):
    images = {path: bytearray(path.read_bytes()) for path in paths}
    needed = {name for image in images.values()
              for _, name, _, _, section in dynamic_symbols(image) if section == 0}
    for path, image in images.items():
        hidden = 0
        for offset, name, info, other, section in list(dynamic_symbols(image)):
            exported = section and info >> 4 in STB_GLOBAL_OR_WEAK and other & 3 == 0
            if exported and name not in needed and BUNDLED.search(name):
                image[offset + 5] = (other & ~3) | STV_HIDDEN
                hidden += 1
        path.write_bytes(image)
        print(f"{path.name}: {hidden} symbols hidden")


if __name__ == "__main__":
    main([pathlib.Path(argument) for argument in sys.argv[1:]])
