package dev.cyanotype.blueprint.cost;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import dev.cyanotype.requirements.Requirements;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
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
  private static final String AMOUNT = "budget";
  private static final String CURRENCY = "currency";
  private static final String DESCRIPTION = "description";

  private GivenBudget() {}

  /// @param budget of the query; null for none
  /// @param currency of the query; null for none
  /// @throws ProblemException as [BlueprintBody#blueprint] does, and 422 for what is no budget
  static Optional<Budget> of(String budget, String currency, BlueprintBody body) {
    String ofBlueprint = body.blueprint().description();
    Optional<BigDecimal> amount =
        Optional.ofNullable(budget).map(GivenBudget::inQuery).or(() -> inBody(body));
    String code = currency(currency, body);
    return amount
        .map(found -> new Budget(found, code, Budget.Source.REQUEST))
        .or(() -> inWords(description(body), ofBlueprint));
  }

  /// The same for a stored blueprint, which has nothing beside it.
  static Optional<Budget> of(String budget, String currency, Blueprint blueprint) {
    Optional<BigDecimal> amount = Optional.ofNullable(budget).map(GivenBudget::inQuery);
    String code =
        currency == null
            ? DEFAULT_CURRENCY
            : known(currency, message -> new FieldError(CURRENCY, message));
    return amount
        .map(found -> new Budget(found, code, Budget.Source.REQUEST))
        .or(() -> inWords(Optional.empty(), blueprint.description()));
  }

  private static BigDecimal inQuery(String text) {
    Function<String, FieldError> error = message -> new FieldError(AMOUNT, message);
    if (!DECIMAL.matcher(text).matches()) {
      throw noAmount(error);
    }
    return inBounds(new BigDecimal(text), error);
  }

  private static Optional<BigDecimal> inBody(BlueprintBody body) {
    Function<String, FieldError> error = message -> body.errorBeside(AMOUNT, message);
    return body.beside(AMOUNT)
        .map(
            value ->
                switch (value) {
                  case Number number -> inBounds(new BigDecimal(number.toString()), error);
                  default -> throw noAmount(error);
                });
  }

  private static BigDecimal inBounds(BigDecimal amount, Function<String, FieldError> error) {
    BigDecimal cents = Money.cents(amount);
    if (cents.signum() <= 0 || cents.compareTo(MOST) > 0) {
      throw noAmount(error);
    }
    return cents;
  }

  private static ProblemException noAmount(Function<String, FieldError> error) {
    return refused(
        error.apply(
            "must be a number of money a month, more than 0 and at most " + MOST.toPlainString()));
  }

  private static ProblemException refused(FieldError error) {
    return ProblemException.unprocessable(List.of(error));
  }

  private static String currency(String inQuery, BlueprintBody body) {
    return inQuery == null
        ? body.beside(CURRENCY)
            .map(code -> known(code, message -> body.errorBeside(CURRENCY, message)))
            .orElse(DEFAULT_CURRENCY)
        : known(inQuery, message -> new FieldError(CURRENCY, message));
  }

  private static String known(Object code, Function<String, FieldError> error) {
    return Currency.getAvailableCurrencies().stream()
        .map(Currency::getCurrencyCode)
        .filter(code::equals)
        .findFirst()
        .orElseThrow(() -> refused(error.apply("must be an ISO 4217 code such as USD or EUR")));
  }

  private static Optional<String> description(BlueprintBody body) {
    return body.beside(DESCRIPTION)
        .map(
            value ->
                switch (value) {
                  case String text when text.length() <= MAX_DESCRIPTION -> text;
                  case String _ ->
                      throw description(body, "must be at most " + MAX_DESCRIPTION + " characters");
                  default -> throw description(body, "must be a text");
                });
  }

  private static ProblemException description(BlueprintBody body, String message) {
    return refused(body.errorBeside(DESCRIPTION, message));
  }

  private static Optional<Budget> inWords(Optional<String> first, String second) {
    return Stream.of(first, Optional.of(second))
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
