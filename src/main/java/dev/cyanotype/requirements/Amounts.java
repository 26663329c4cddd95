package dev.cyanotype.requirements;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Reads the numbers of a text for what they count: people, money, replicas, a factor.
final class Amounts {

  private static final Cues CUES = Cues.of("/requirements/amounts.yaml");
  private static final Map<String, BigDecimal> NUMBER_WORDS = numbers("numbers");
  private static final Map<String, BigDecimal> MULTIPLIERS = numbers("multipliers");
  private static final Map<String, String> CURRENCIES = names("currencies");
  private static final Map<String, String> PERIODS = names("periods");
  private static final Map<String, BigDecimal> PERIODS_IN_A_MONTH = numbers("periods_in_a_month");
  private static final Set<String> PEOPLE = CUES.stems("people");
  private static final Set<String> KINDS_OF_PEOPLE = CUES.stems("kinds_of_people");
  private static final Set<String> BUDGET_WORDS = CUES.stems("budget_words");
  private static final Set<String> BUDGET_FILLERS = CUES.stems("budget_fillers");
  private static final Set<String> NOT_BUDGET = CUES.stems("not_budget");
  private static final Set<String> REPLICAS = CUES.stems("replicas");
  private static final Set<String> UPTIME = CUES.stems("uptime");
  private static final Set<String> GROWTH = CUES.stems("growth");
  private static final Phrases<String> FACTORS = CUES.phrases("factors");
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final BigDecimal MOST_PEOPLE = new BigDecimal("10000000000");
  private static final BigDecimal MOST_MONEY = new BigDecimal("1000000000000");
  private static final int REACH = 4;

  private final List<Word> words;

  Amounts(List<Word> words) {
    this.words = words;
  }

  /// The largest number of people that is named.
  Optional<Audience> audience() {
    Audience largest = null;
    for (int i = 0; i < words.size(); i++) {
      Number number = number(i);
      if (number != null) {
        Audience found = audience(number);
        largest =
            found != null && (largest == null || found.users() > largest.users()) ? found : largest;
        i = number.end() - 1;
      }
    }
    return Optional.ofNullable(largest);
  }

  /// The last sum of money that is named: it corrects those before it.
  Optional<Budget> budget() {
    Budget budget = null;
    for (int i = 0; i < words.size(); i++) {
      Number number = number(i);
      if (number != null) {
        Budget found = budget(number);
        budget = found == null ? budget : found;
        i = number.end() - 1;
      }
    }
    return Optional.ofNullable(budget);
  }

  OptionalInt replicas() {
    for (int i = 0; i < words.size(); i++) {
      Number number = number(i);
      if (number != null && isCount(number.value(), 100) && isStem(number.end(), REPLICAS)) {
        return OptionalInt.of(number.value().intValue());
      }
    }
    return OptionalInt.empty();
  }

  /// In percent: `99.95`.
  Optional<BigDecimal> uptime() {
    for (int i = 0; i + 1 < words.size(); i++) {
      Word word = words.get(i);
      boolean percent = word.isNumber() && text(i + 1).equals("%");
      if (percent && word.number().compareTo(HUNDRED) <= 0 && isNear(i, UPTIME)) {
        return Optional.of(word.number());
      }
    }
    return Optional.empty();
  }

  /// How many times as large: `2` for "double it", `1.5` for "50% more".
  Optional<BigDecimal> factor() {
    List<Phrases.Match<String>> matches = FACTORS.in(words);
    if (!matches.isEmpty()) {
      return Optional.of(new BigDecimal(matches.getFirst().value()));
    }
    for (int i = 0; i < words.size(); i++) {
      Optional<BigDecimal> factor = words.get(i).isNumber() ? factor(i) : Optional.empty();
      if (factor.isPresent()) {
        return factor;
      }
    }
    return Optional.empty();
  }

  private Optional<BigDecimal> factor(int at) {
    BigDecimal number = words.get(at).number();
    if (number.signum() <= 0 || number.compareTo(BigDecimal.valueOf(1000)) > 0) {
      return Optional.empty();
    }
    if (words.get(at).unit().equals("x") && !text(at + 1).equals("cpu")) {
      return Optional.of(number);
    }
    if (text(at + 1).equals("times") && isNear(at, GROWTH)) {
      return Optional.of(number);
    }
    boolean byPercent = text(at + 1).equals("%") || text(at + 1).equals("percent");
    return byPercent && isNear(at, GROWTH)
        ? Optional.of(BigDecimal.ONE.add(number.divide(HUNDRED)))
        : Optional.empty();
  }

  /// @param end index after its last word
  private record Number(BigDecimal value, boolean multiplied, int start, int end) {}

  /// The number that begins at `start`: `5`, `1.5 million`, `hundreds of thousands`; null for none.
  private Number number(int start) {
    Word first = words.get(start);
    BigDecimal value = first.isNumber() ? plain(first) : spelled(first);
    if (value == null) {
      return null;
    }
    int at = start + 1;
    boolean multiplied = !first.isNumber();
    while (value.compareTo(MOST_MONEY) < 0) {
      int next = text(at).equals("of") ? at + 1 : at;
      BigDecimal multiplier = next < words.size() ? MULTIPLIERS.get(words.get(next).stem()) : null;
      if (multiplier == null) {
        break;
      }
      value = value.multiply(multiplier);
      multiplied = true;
      at = next + 1;
    }
    return new Number(value, multiplied, start, at);
  }

  private static BigDecimal plain(Word word) {
    return word.unit().isEmpty() || CURRENCIES.containsKey(word.unit()) ? word.number() : null;
  }

  private static BigDecimal spelled(Word word) {
    return NUMBER_WORDS.getOrDefault(word.text(), MULTIPLIERS.get(word.stem()));
  }

  private Audience audience(Number number) {
    int noun = number.end();
    String period = null;
    while (noun < words.size() && noun < number.end() + REACH && !isPeople(noun)) {
      Word word = words.get(noun);
      if (!KINDS_OF_PEOPLE.contains(word.stem()) || word.startsSentence()) {
        return null;
      }
      period = PERIODS.getOrDefault(word.stem(), period);
      noun++;
    }
    if (noun >= words.size() || !isPeople(noun)) {
      return null;
    }
    BigDecimal users = grouped(number).setScale(0, RoundingMode.HALF_UP).min(MOST_PEOPLE);
    String found = period == null ? periodAfter(noun + 1) : period;
    return users.signum() > 0 ? new Audience(users.longValue(), Optional.ofNullable(found)) : null;
  }

  private boolean isPeople(int at) {
    return isStem(at, PEOPLE);
  }

  /// People come whole, so `100.000` of them are a hundred thousand.
  private static BigDecimal grouped(Number number) {
    return !number.multiplied() && number.value().scale() == 3
        ? number.value().movePointRight(3)
        : number.value();
  }

  private Budget budget(Number number) {
    String currency = currency(number);
    if (currency == null && !followsBudgetWord(number.start())) {
      return null;
    }
    int after = currencyAfter(number) == null ? number.end() : number.end() + 1;
    if (isStem(after, NOT_BUDGET) || isStem(number.start() - 2, NOT_BUDGET)) {
      return null;
    }
    String period = periodAfter(after);
    BigDecimal months =
        PERIODS_IN_A_MONTH.getOrDefault(period == null ? "monthly" : period, BigDecimal.ONE);
    BigDecimal perMonth = grouped(number).multiply(months).setScale(0, RoundingMode.HALF_UP);
    return new Budget(
        perMonth.min(MOST_MONEY).longValue(), Optional.ofNullable(currency).orElse("USD"));
  }

  private String currency(Number number) {
    String before = number.start() > 0 ? CURRENCIES.get(text(number.start() - 1)) : null;
    String unit = CURRENCIES.get(words.get(number.start()).unit());
    return Stream.of(
            Optional.ofNullable(before),
            Optional.ofNullable(unit),
            Optional.ofNullable(currencyAfter(number)))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(null);
  }

  private String currencyAfter(Number number) {
    boolean sameClause = number.end() < words.size() && !words.get(number.end()).startsClause();
    return sameClause ? CURRENCIES.get(words.get(number.end()).stem()) : null;
  }

  private boolean followsBudgetWord(int start) {
    for (int i = start - 1; i >= 0 && i >= start - REACH - 1; i--) {
      if (isStem(i, BUDGET_WORDS)) {
        return true;
      }
      if (!isStem(i, BUDGET_FILLERS)) {
        return false;
      }
    }
    return false;
  }

  /// The period in `a day`, `per month`, `daily` that follows; null for none.
  private String periodAfter(int start) {
    for (int i = start; i < words.size() && i < start + REACH; i++) {
      if (words.get(i).startsSentence() || words.get(i).isNumber()) {
        return null;
      }
      String period = PERIODS.get(words.get(i).stem());
      if (period != null) {
        return period;
      }
    }
    return null;
  }

  private boolean isNear(int at, Set<String> stems) {
    for (int i = Math.max(0, at - REACH); i < words.size() && i <= at + REACH; i++) {
      if (isStem(i, stems)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isCount(BigDecimal value, int most) {
    return value.signum() > 0
        && value.stripTrailingZeros().scale() <= 0
        && value.compareTo(BigDecimal.valueOf(most)) <= 0;
  }

  private boolean isStem(int at, Set<String> stems) {
    return at >= 0 && at < words.size() && stems.contains(words.get(at).stem());
  }

  private String text(int at) {
    return at >= 0 && at < words.size() ? words.get(at).text() : "";
  }

  private static Map<String, BigDecimal> numbers(String key) {
    return CUES.section(key).entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                entry -> entry.getKey(), entry -> new BigDecimal(entry.getValue().toString())));
  }

  private static Map<String, String> names(String key) {
    return CUES.section(key).entrySet().stream()
        .flatMap(
            entry ->
                Cues.texts(entry.getValue()).stream()
                    .map(word -> Map.entry(Words.of(word).getFirst().stem(), entry.getKey())))
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
