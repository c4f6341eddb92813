#pragma once

// An opaque datum around a plain struct of ours: Boxed<IpAddress>, Boxed<Quantity>, …

#include <memory>
#include <string>
#include <utility>

#include "cel/environment.h"

namespace stopgate::cel {

// Outside of Boxed, whose own to_text() would hide the one that is meant.
template <typename T>
[[nodiscard]] std::string text_of(const T& value) {
  return to_text(value);
}

// T has operator==, and a free to_text(const T&) says how it prints.
template <typename T>
struct Boxed final : Opaque {
  Boxed(std::string_view name, T content) : value(std::move(content)) { type = name; }
  [[nodiscard]] bool equals(const Opaque& other) const override {
    return value == static_cast<const Boxed&>(other).value;
  }
  [[nodiscard]] std::string to_text() const override { return text_of(value); }

  T value;
};

template <typename T>
[[nodiscard]] Datum box(EvalContext& ctx, std::string_view type, T value) {
  return Datum::opaque(ctx.keep(std::make_unique<Boxed<T>>(type, std::move(value))));
}

// The overload's parameter types have made sure of T.
template <typename T>
[[nodiscard]] const T& unbox(const Datum& datum) {
  return static_cast<const Boxed<T>&>(datum.as_opaque()).value;
}

}  // namespace stopgate::cel
