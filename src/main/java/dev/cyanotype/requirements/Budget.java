package dev.cyanotype.requirements;

import java.util.Objects;

/// What may be spent.
///
/// @param perMonth whole units of the currency in a month, whatever period was named; at least 0
/// @param currency ISO 4217
public record Budget(long perMonth, String currency) {

  public Budget {
    Objects.requireNonNull(currency, "currency");
  }
}
