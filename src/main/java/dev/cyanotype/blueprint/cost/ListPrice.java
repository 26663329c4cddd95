package dev.cyanotype.blueprint.cost;

import java.time.LocalDate;
import java.util.Objects;

/// A price as a catalogue has it, with where it comes from and when.
///
/// @param name its place in the catalogue: `vcpu`, `storage_gb.nvme`, `gpu.l40s`
/// @param unit that is paid for, for people to read
record ListPrice(String name, String unit, Price price, String basis, LocalDate date) {

  ListPrice {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(price, "price");
    Objects.requireNonNull(basis, "basis");
    Objects.requireNonNull(date, "date");
  }
}
