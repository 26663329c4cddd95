package dev.cyanotype.blueprint.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Map;
import java.util.Objects;

/// What one unit of a catalogue's currency was worth in others.
///
/// @param rates by ISO 4217 code; each more than 0
record ExchangeRates(LocalDate date, String basis, Map<String, BigDecimal> rates) {

  ExchangeRates {
    Objects.requireNonNull(date, "date");
    Objects.requireNonNull(basis, "basis");
    rates = Map.copyOf(rates);
  }
}
