package dev.cyanotype.blueprint.cost;

import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.requirements.Requirements;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The budget of a request: in the query as `budget` and `currency`, in the wrapper's fields of
/// the same names, or read out of its `description` or the blueprint's own, the first of these that
/// names one.
final class GivenBudget {

  private static final Pattern DECIMAL = Pattern.compile("\\d{1,12}(\\.\\d{1,2})?");
  private static final BigDecimal MOST = new BigDecimal("1000000000000");
  private static final int MAX_DESCRIPTION = 32 * 1024;
  private static final String DEFAULT_CURRENCY = "USD";

  private GivenBudget() {}

  /// @param budget of the query; null for none
  /// @param body the wrapper, or the blueprint by itself
  /// @param description the blueprint's own
  static Optional<Budget> of(
      String budget, String currency, Map<String, Object> body, String description) {
    boolean wrapped = body.containsKey("blueprint");
    Map<String, Object> fields = wrapped ? body : Map.of();
    Optional<BigDecimal> amount =
        Optional.ofNullable(budget)
            .map(GivenBudget::inQuery)
            .or(() -> Optional.ofNullable(fields.get("budget")).map(GivenBudget::inBody));
    String code = currency(currency, fields.get("currency"));
    return amount
        .map(found -> new Budget(found, code, Budget.Source.REQUEST))
        .or(() -> inWords(wrapped ? description(fields) : null, description));
  }

  private static BigDecimal inQuery(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      throw refused("budget");
    }
    return inBounds(new BigDecimal(text), "budget");
  }

  private static BigDecimal inBody(Object value) {
    if (!(value instanceof Number number)) {
      throw refused("/budget");
    }
    return inBounds(new BigDecimal(number.toString()), "/budget");
  }

  private static BigDecimal inBounds(BigDecimal amount, String pointer) {
    if (amount.signum() <= 0 || amount.compareTo(MOST) > 0) {
      throw refused(pointer);
    }
    return Money.cents(amount);
  }

  private static ProblemException refused(String pointer) {
    return refused(
        pointer,
        "must be a number of money a month, more than 0 and at most " + MOST.toPlainString());
  }

  private static ProblemException refused(String pointer, String message) {
    return ProblemException.unprocessable(List.of(new FieldError(pointer, message)));
  }

  private static String currency(String inQuery, Object inBody) {
    if (inQuery != null) {
      return known(inQuery, "currency");
    }
    if (inBody == null) {
      return DEFAULT_CURRENCY;
    }
    return known(inBody, "/currency");
  }

  private static String known(Object code, String pointer) {
    return Currency.getAvailableCurrencies().stream()
        .map(Currency::getCurrencyCode)
        .filter(code::equals)
        .findFirst()
        .orElseThrow(() -> refused(pointer, "must be an ISO 4217 code such as USD or EUR"));
  }

  private static String description(Map<String, Object> fields) {
    return switch (fields.get("description")) {
      case null -> null;
      case String text when text.length() <= MAX_DESCRIPTION -> text;
      case String _ ->
          throw refused("/description", "must be at most " + MAX_DESCRIPTION + " characters");
      default -> throw refused("/description", "must be a text");
    };
  }

  private static Optional<Budget> inWords(String first, String second) {
    return Stream.of(Optional.ofNullable(first), Optional.of(second))
        .flatMap(Optional::stream)
        .filter(text -> text.length() <= MAX_DESCRIPTION)
        .flatMap(text -> Requirements.read(text).budget().stream())
        .filter(found -> found.perMonth() > 0)
        .findFirst()
        .map(
            found ->
                new Budget(
                    BigDecimal.valueOf(found.perMonth()),
                    found.currency(),
                    Budget.Source.DESCRIPTION));
  }
}
