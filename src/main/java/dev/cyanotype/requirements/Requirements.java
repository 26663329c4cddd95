package dev.cyanotype.requirements;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/// What a text asks of an infrastructure, as far as its words say it.
///
/// @param components kinds of parts that are wanted, in the order of the text: `load-balancer`,
///     `database`, `queue` …, as `requirements/components.yaml` names them
/// @param technologies products that are wanted: `kafka`, `postgresql` …
/// @param refused components and technologies that are not wanted
/// @param availability what `uptime` demands, where only that is said
/// @param uptime in percent
/// @param environment `production`, `staging` or `development`
/// @param replicas of each part that can have several
/// @param scaleFactor how many times as large as before; more than 0
public record Requirements(
    Set<String> components,
    Set<String> technologies,
    Set<String> refused,
    Optional<Audience> audience,
    Optional<Availability> availability,
    Optional<BigDecimal> uptime,
    Optional<String> environment,
    Optional<Budget> budget,
    OptionalInt replicas,
    Optional<BigDecimal> scaleFactor) {

  private static final Cues CUES = Cues.of("/requirements/components.yaml");
  private static final Phrases<String> COMPONENTS = CUES.phrases("components");
  private static final Phrases<String> TECHNOLOGIES = CUES.phrases("technologies");
  private static final Map<String, Object> KIND_OF_TECHNOLOGY = CUES.section("kind_of_technology");
  private static final Phrases<String> ENVIRONMENTS = CUES.phrases("environments");
  private static final Phrases<String> AVAILABILITIES = CUES.phrases("availabilities");
  private static final BigDecimal HIGH_UPTIME = new BigDecimal("99.5");

  public Requirements {
    components = ordered(components);
    technologies = ordered(technologies);
    refused = ordered(refused);
  }

  /// Never fails; what is not said is empty.
  public static Requirements read(String text) {
    return read(Words.of(text));
  }

  public static Requirements read(List<Word> words) {
    Amounts amounts = new Amounts(words);
    Parts parts = new Parts();
    parts.add(words, TECHNOLOGIES, parts.technologies);
    parts.add(words, COMPONENTS, parts.components);
    parts.settle();
    Optional<BigDecimal> uptime = amounts.uptime();
    return new Requirements(
        parts.components,
        parts.technologies,
        parts.refused,
        amounts.audience(),
        availability(words, uptime),
        uptime,
        wanted(words, ENVIRONMENTS),
        amounts.budget(),
        amounts.replicas(),
        amounts.factor());
  }

  /// The component that a technology is one of.
  public static Optional<String> kindOf(String technology) {
    return Optional.ofNullable(KIND_OF_TECHNOLOGY.get(technology)).map(Object::toString);
  }

  public boolean wants(String part) {
    return components.contains(part) || technologies.contains(part);
  }

  public boolean refuses(String part) {
    return refused.contains(part);
  }

  /// Whether the text says anything at all about an infrastructure.
  public boolean isEmpty() {
    return components.isEmpty()
        && technologies.isEmpty()
        && refused.isEmpty()
        && audience.isEmpty()
        && availability.isEmpty()
        && environment.isEmpty()
        && budget.isEmpty()
        && replicas.isEmpty();
  }

  /// These requirements with what an earlier text said and this one neither repeats nor takes back.
  public Requirements after(Requirements earlier) {
    return new Requirements(
        union(without(earlier.components, refused), components),
        union(without(earlier.technologies, refused), technologies),
        union(without(without(earlier.refused, components), technologies), refused),
        audience.or(earlier::audience),
        availability.or(earlier::availability),
        uptime.or(earlier::uptime),
        environment.or(earlier::environment),
        budget.or(earlier::budget),
        replicas.isPresent() ? replicas : earlier.replicas(),
        scaleFactor);
  }

  /// As plain data that JSON and YAML know, without what is empty.
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    putList(map, "components", components);
    putList(map, "technologies", technologies);
    putList(map, "refused", refused);
    audience.ifPresent(
        people -> {
          map.put("users", people.users());
          people.period().ifPresent(period -> map.put("users_period", period));
        });
    availability.ifPresent(value -> map.put("availability", value.id()));
    uptime.ifPresent(value -> map.put("uptime", value.doubleValue()));
    environment.ifPresent(value -> map.put("environment", value));
    budget.ifPresent(
        money -> {
          map.put("budget", money.perMonth());
          map.put("budget_currency", money.currency());
        });
    replicas.ifPresent(value -> map.put("replicas", value));
    scaleFactor.ifPresent(value -> map.put("scale_factor", value.doubleValue()));
    return map;
  }

  private static final class Parts {
    private final Set<String> components = new LinkedHashSet<>();
    private final Set<String> technologies = new LinkedHashSet<>();
    private final Set<String> refused = new LinkedHashSet<>();

    void add(List<Word> words, Phrases<String> phrases, Set<String> wanted) {
      List<Phrases.Match<String>> matches = phrases.in(words);
      List<Phrases.Match<String>> negated = Negations.refused(words, matches);
      for (Phrases.Match<String> match : matches) {
        (negated.contains(match) ? refused : wanted).add(match.value());
      }
    }

    /// A product is of a kind, so that who wants Kafka wants a queue.
    void settle() {
      technologies.forEach(
          technology -> {
            Object kind = KIND_OF_TECHNOLOGY.get(technology);
            if (kind != null && !refused.contains(technology)) {
              components.add(kind.toString());
            }
          });
      components.removeAll(refused);
      technologies.removeAll(refused);
    }
  }

  private static Optional<Availability> availability(
      List<Word> words, Optional<BigDecimal> uptime) {
    for (Phrases.Match<String> match : AVAILABILITIES.in(words)) {
      if (isWithinCompound(words, match)) {
        continue;
      }
      boolean high = match.value().equals(Availability.HIGH.id());
      return Optional.of(
          high && !Negations.before(words, match.start()) ? Availability.HIGH : Availability.BASIC);
    }
    return uptime.map(
        percent -> percent.compareTo(HIGH_UPTIME) >= 0 ? Availability.HIGH : Availability.BASIC);
  }

  /// Whether a match is part of a longer word, as `ha` in the name `ha-web-app`.
  private static boolean isWithinCompound(List<Word> words, Phrases.Match<String> match) {
    return words.get(match.start()).joined()
        || match.end() < words.size() && words.get(match.end()).joined();
  }

  private static Optional<String> wanted(List<Word> words, Phrases<String> phrases) {
    return phrases.in(words).stream()
        .filter(match -> !Negations.before(words, match.start()))
        .map(Phrases.Match::value)
        .findFirst();
  }

  private static void putList(Map<String, Object> map, String key, Collection<String> values) {
    if (!values.isEmpty()) {
      map.put(key, List.copyOf(values));
    }
  }

  private static Set<String> ordered(Collection<String> values) {
    return Collections.unmodifiableSet(new LinkedHashSet<>(values));
  }

  private static Set<String> union(Set<String> first, Set<String> second) {
    Set<String> union = new LinkedHashSet<>(first);
    union.addAll(second);
    return union;
  }

  private static Set<String> without(Set<String> values, Set<String> less) {
    Set<String> rest = new LinkedHashSet<>(values);
    rest.removeAll(less);
    return rest;
  }
}
