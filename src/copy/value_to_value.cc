#include <arrow/array.h>
#include <arrow/compute/cast.h>
#include <arrow/datum.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>

#include <cmath>

#include "copy/cell_parse.h"
#include "copy/cell_text.h"
#include "copy/column_builder.h"
#include "copy/conversion_parts.h"
#include "copy/interim_types.h"

namespace weir::copy {
namespace {

using arrow::Array;
using arrow::Type;
using ArrayPtr = std::shared_ptr<Array>;

/// A number between two types: exact where it is whole or a decimal.
struct Number {
  bool real = false;
  double value = 0;  // If real.
  Int128 units = 0;  // Else units of 10^-scale.
  int scale = 0;
};

using NumberReader = std::function<Number(const Array&, int64_t)>;

Int128 PowerOfTen(int exponent) {
  Int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

template <typename ArrayType>
Number ReadWholeCell(const Array& in, int64_t row) {
  Number number;
  number.units = static_cast<Int128>(static_cast<const ArrayType&>(in).Value(row));
  return number;
}

template <typename ArrayType>
Number ReadRealCell(const Array& in, int64_t row) {
  Number number;
  number.real = true;
  number.value = static_cast<double>(static_cast<const ArrayType&>(in).Value(row));
  return number;
}

Number ReadDecimalCell(const Array& in, int64_t row) {
  const auto& decimals = static_cast<const arrow::Decimal128Array&>(in);
  const arrow::Decimal128 value(decimals.GetValue(row));
  Number number;
  number.units = (static_cast<Int128>(value.high_bits()) << 64) | value.low_bits();
  number.scale = static_cast<const arrow::Decimal128Type&>(*in.type()).scale();
  return number;
}

NumberReader ReaderFor(const arrow::DataType& type) {
  switch (type.id()) {
    case Type::BOOL:
      return [](const Array& in, int64_t row) {
        Number number;
        number.units = static_cast<const arrow::BooleanArray&>(in).Value(row) ? 1 : 0;
        return number;
      };
    case Type::INT8:
      return ReadWholeCell<arrow::Int8Array>;
    case Type::INT16:
      return ReadWholeCell<arrow::Int16Array>;
    case Type::INT32:
      return ReadWholeCell<arrow::Int32Array>;
    case Type::INT64:
      return ReadWholeCell<arrow::Int64Array>;
    case Type::UINT8:
      return ReadWholeCell<arrow::UInt8Array>;
    case Type::UINT16:
      return ReadWholeCell<arrow::UInt16Array>;
    case Type::UINT32:
      return ReadWholeCell<arrow::UInt32Array>;
    case Type::UINT64:
      return ReadWholeCell<arrow::UInt64Array>;
    case Type::FLOAT:
      return ReadRealCell<arrow::FloatArray>;
    case Type::DOUBLE:
      return ReadRealCell<arrow::DoubleArray>;
    case Type::DECIMAL128:
      return ReadDecimalCell;
    default:  // Arrow's types are open-ended.
      return nullptr;
  }
}

/// Bring units of one scale to another; digits that are dropped are cut off unless `exact`.
bool Rescale(Int128 units, int from, int to, bool exact, Int128* out) {
  if (to >= from) {
    const Int128 factor = PowerOfTen(to - from);
    const Int128 scaled = units * factor;
    *out = scaled;
    return units == 0 || scaled / factor == units;
  }
  const Int128 divisor = PowerOfTen(from - to);
  *out = units / divisor;
  return !exact || *out * divisor == units;
}

bool ToUnits(const Number& number, int scale, bool exact, Int128* out) {
  if (!number.real) return Rescale(number.units, number.scale, scale, exact, out);
  if (!std::isfinite(number.value)) return false;
  const double scaled = number.value * std::pow(10.0, scale);
  const double whole = scale == 0 ? std::trunc(scaled) : std::round(scaled);
  if (std::abs(whole) >= 1.7e38) return false;
  *out = static_cast<Int128>(whole);
  return !exact || whole == scaled;
}

template <typename Value, typename Convert>
ColumnConversion NumbersTo(NumberReader read, const arrow::Field& to, Convert convert) {
  return [read = std::move(read), type = to.type(), convert](const ArrayPtr& in,
                                                             std::vector<CellFault>& faults) {
    return FillColumn<Value>(
        *in, type, faults, [&](int64_t row, Value* out) { return convert(read(*in, row), out); },
        [&](int64_t row) { return CellText(*in, row); });
  };
}

template <typename Integer>
ColumnConversion NumbersToWhole(NumberReader read, const arrow::Field& to, bool exact) {
  return NumbersTo<Integer>(std::move(read), to, [exact](const Number& number, Integer* out) {
    Int128 whole = 0;
    if (!ToUnits(number, 0, exact, &whole)) return false;
    *out = static_cast<Integer>(whole);
    return static_cast<Int128>(*out) == whole;
  });
}

double AsReal(const Number& number) {
  if (number.real) return number.value;
  return static_cast<double>(number.units) / std::pow(10.0, number.scale);
}

template <typename Real>
ColumnConversion NumbersToReal(NumberReader read, const arrow::Field& to) {
  return NumbersTo<Real>(std::move(read), to, [](const Number& number, Real* out) {
    *out = static_cast<Real>(AsReal(number));
    return true;
  });
}

ColumnConversion NumbersToDecimal(NumberReader read, const arrow::Field& to, bool exact) {
  const auto& type = static_cast<const arrow::Decimal128Type&>(*to.type());
  const Int128 limit = PowerOfTen(type.precision());
  return NumbersTo<Int128>(
      std::move(read), to, [scale = type.scale(), limit, exact](const Number& number, Int128* out) {
        return ToUnits(number, scale, exact, out) && *out < limit && *out > -limit;
      });
}

ColumnConversion NumbersToBits(NumberReader read) {
  return [read = std::move(read)](const ArrayPtr& in, std::vector<CellFault>& faults) {
    return FillBits(
        *in, faults,
        [&](int64_t row, bool* out) {
          *out = AsReal(read(*in, row)) != 0;
          return true;
        },
        [&](int64_t row) { return CellText(*in, row); });
  };
}

Result<ColumnConversion> PlanNumbers(const arrow::Field& from, const arrow::Field& to,
                                     const ConversionSettings& settings) {
  NumberReader read = ReaderFor(*from.type());
  const bool exact = !settings.allow_truncation;
  switch (to.type()->id()) {
    case Type::BOOL:
      return NumbersToBits(std::move(read));
    case Type::INT8:
      return NumbersToWhole<int8_t>(std::move(read), to, exact);
    case Type::INT16:
      return NumbersToWhole<int16_t>(std::move(read), to, exact);
    case Type::INT32:
      return NumbersToWhole<int32_t>(std::move(read), to, exact);
    case Type::INT64:
      return NumbersToWhole<int64_t>(std::move(read), to, exact);
    case Type::UINT8:
      return NumbersToWhole<uint8_t>(std::move(read), to, exact);
    case Type::UINT16:
      return NumbersToWhole<uint16_t>(std::move(read), to, exact);
    case Type::UINT32:
      return NumbersToWhole<uint32_t>(std::move(read), to, exact);
    case Type::UINT64:
      return NumbersToWhole<uint64_t>(std::move(read), to, exact);
    case Type::FLOAT:
      return NumbersToReal<float>(std::move(read), to);
    case Type::DOUBLE:
      return NumbersToReal<double>(std::move(read), to);
    case Type::DECIMAL128:
      return NumbersToDecimal(std::move(read), to, exact);
    default:  // Arrow's types are open-ended.
      return Fail(ErrorKind::kUnsupported, "TypeConversionNotSupported",
                  "column '" + from.name() + "' cannot become " + to.type()->ToString());
  }
}

/// What Arrow's own cast does without loss of cells: units of time, nulls, layouts of bytes.
ColumnConversion CastTo(const arrow::Field& to, bool exact) {
  return
      [type = to.type(), exact](const ArrayPtr& in, std::vector<CellFault>&) -> Result<ArrayPtr> {
        arrow::compute::CastOptions options =
            exact ? arrow::compute::CastOptions::Safe() : arrow::compute::CastOptions::Unsafe();
        WEIR_ARROW_ASSIGN(const arrow::Datum out,
                          arrow::compute::Cast(arrow::Datum(in), type, options), kConversionFailed);
        return out.make_array();
      };
}

}  // namespace

Result<ColumnConversion> PlanBetweenValues(const arrow::Field& from, const arrow::Field& to,
                                           const ConversionSettings& settings) {
  if (ReaderFor(*from.type()) != nullptr && GroupOf(to) != TypeGroup::kDateTime) {
    return PlanNumbers(from, to, settings);
  }
  return CastTo(to, false);
}

}  // namespace weir::copy
