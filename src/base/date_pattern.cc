#include "base/date_pattern.h"

namespace weir {

std::string_view StandardDatePattern(char letter) {
  switch (letter) {
    case 'd':
      return "M/d/yyyy";
    case 'D':
      return "dddd, MMMM d, yyyy";
    case 'f':
      return "dddd, MMMM d, yyyy h:mm tt";
    case 'F':
    case 'U':
      return "dddd, MMMM d, yyyy h:mm:ss tt";
    case 'g':
      return "M/d/yyyy h:mm tt";
    case 'G':
      return "M/d/yyyy h:mm:ss tt";
    case 'm':
    case 'M':
      return "MMMM d";
    case 'o':
    case 'O':
      return "yyyy-MM-ddTHH:mm:ss.fffffffK";
    case 'r':
    case 'R':
      return "ddd, dd MMM yyyy HH:mm:ss 'GMT'";
    case 's':
      return "yyyy-MM-ddTHH:mm:ss";
    case 't':
      return "h:mm tt";
    case 'T':
      return "h:mm:ss tt";
    case 'u':
      return "yyyy-MM-dd HH:mm:ss'Z'";
    case 'y':
    case 'Y':
      return "MMMM yyyy";
    default:
      return {};
  }
}

}  // namespace weir
