package dev.cyanotype.blueprint.cost;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What may be spent in a month.
///
/// @param amount more than 0
/// @param currency ISO 4217
public record Budget(BigDecimal amount, String currency, Source source) {

  /// Where it was said.
  @RegisterForReflection
  @Schema(name = "BudgetSource")
  public enum Source {
    REQUEST,
    /// Read out of words.
    DESCRIPTION;

    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Budget {
    Objects.requireNonNull(amount, "amount");
    Objects.requireNonNull(currency, "currency");
    Objects.requireNonNull(source, "source");
  }
}
