package dev.cyanotype.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigDecimal;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequirementsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "increase capacity for 100k users | 100000 |",
        "100,000 users | 100000 |",
        "100.000 users | 100000 |",
        "e-commerce with 50k daily users | 50000 | daily",
        "1.5 million visitors a day | 1500000 | daily",
        "2,500 concurrent users | 2500 | concurrent",
        "300 monthly active users | 300 | monthly",
        "up to 10k-20k customers per month | 20000 | monthly",
        "a million users | 1000000 |",
        "hundreds of thousands of visitors | 100000 |",
        "two hundred thousand people | 200000 |",
        "for 12 employees, and later 40 employees | 40 |",
        "3 servers for 900 users | 900 |",
      })
  void countsThePeopleThatAreToBeServed(String text, long users, String period) {
    Audience audience = Requirements.read(text).audience().orElseThrow();

    assertThat(audience.users()).isEqualTo(users);
    assertThat(audience.period().orElse(null)).isEqualTo(period);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a database with 500 GB",
        "3 web servers behind a load balancer",
        "listen on 8080 and 8443",
        "in 2026 our users want more",
        "10.20.0.0/16 for users",
        "99.99% uptime",
        "$500 per month",
        "1000 requests per second",
        "0 users",
        "users",
      })
  void takesNoOtherNumberForPeople(String text) {
    assertThat(Requirements.read(text).audience()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "€500/month | 500 | EUR",
        "$2k per month | 2000 | USD",
        "under 800 dollars | 800 | USD",
        "a budget of 300 | 300 | USD",
        "we can spend up to 1,200 EUR monthly | 1200 | EUR",
        "$12,000 per year | 1000 | USD",
        "£50 a day | 1500 | GBP",
        "budget is no more than 450 a month | 450 | USD",
        "at most USD 99 | 99 | USD",
        "$500 first, no, $700 a month for 100k users | 700 | USD",
      })
  void readsABudgetAsMoneyOfAMonth(String text, long perMonth, String currency) {
    assertThat(Requirements.read(text).budget()).contains(new Budget(perMonth, currency));
  }

  @ParameterizedTest
  @ValueSource(strings = {"500 users", "a shop with $5m revenue", "16 GB of memory", "budget"})
  void takesNoOtherNumberForABudget(String text) {
    assertThat(Requirements.read(text).budget()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "99.99% uptime | high",
        "an SLA of 99.9 % | high",
        "90% availability | basic",
        "a highly available shop | high",
        "no single point of failure | high",
        "it must run 24/7 | high",
        "no high availability | basic",
        "downtime is fine | basic",
        "20% discount for everyone | ",
        "hand made shoes | ",
        "an HA shop | high",
        "the ha-web-app template | ",
        "the postgres-ha template | ",
      })
  void readsHowMuchOutageIsAllowed(String text, String availability) {
    assertThat(Requirements.read(text).availability().map(Availability::id).orElse(null))
        .isEqualTo(availability);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "deploy it in staging | staging",
        "a production database | production",
        "a test environment for the shop | development",
        "not for production, only a prototype | development",
        "a software development company | ",
      })
  void readsTheEnvironment(String text, String environment) {
    assertThat(Requirements.read(text).environment().orElse(null)).isEqualTo(environment);
  }

  static Stream<Arguments> wantedAndRefused() {
    return Stream.of(
        arguments("a load balancer and two databases", "load-balancer,database", ""),
        arguments("no database", "", "database"),
        arguments("without a cache, CDN or queue", "", "cache,cdn,queue"),
        arguments("no cache and CDN", "", "cache,cdn"),
        arguments("no cache and a CDN", "cdn", "cache"),
        arguments("without cache but with monitoring", "monitoring", "cache"),
        arguments("no, I need a database", "database", ""),
        arguments("not only a queue", "queue", ""),
        arguments("we don't need any monitoring", "", "monitoring"),
        arguments("a bulb shop selling meshes of dbase", "service-mesh", ""),
        arguments("kafka and monitoring", "queue,monitoring", ""),
        arguments("k8s with api gateways", "kubernetes,api-gateway", ""));
  }

  @ParameterizedTest
  @MethodSource("wantedAndRefused")
  void tellsWantedPartsFromRefusedOnes(String text, String wanted, String refused) {
    Requirements requirements = Requirements.read(text);

    assertThat(requirements.components()).containsExactlyInAnyOrder(list(wanted));
    assertThat(requirements.refused()).containsExactlyInAnyOrder(list(refused));
  }

  private static String[] list(String text) {
    return text.isEmpty() ? new String[0] : text.split(",");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "twice as large | 2",
        "double the capacity | 2",
        "2x bigger | 2",
        "scale it by 50% | 1.5",
        "half the size | 0.5",
        "with 2 cpus | ",
        "50% of our users are mobile | ",
      })
  void readsByWhatToScale(String text, BigDecimal factor) {
    if (factor == null) {
      assertThat(Requirements.read(text).scaleFactor()).isEmpty();
    } else {
      assertThat(Requirements.read(text).scaleFactor().orElseThrow()).isEqualByComparingTo(factor);
    }
  }

  @Test
  void countsReplicasInDigitsAndWords() {
    assertThat(Requirements.read("two replicas").replicas()).hasValue(2);
    assertThat(Requirements.read("with 5 nodes").replicas()).hasValue(5);
    assertThat(Requirements.read("two databases").replicas()).isEmpty();
  }

  @Test
  void anEarlierTextAddsWhatTheLaterOneNeitherRepeatsNorTakesBack() {
    Requirements earlier = Requirements.read("a shop with cache and kafka for 10k users");
    Requirements later = Requirements.read("for 20k users and without cache");

    Requirements both = later.after(earlier);

    assertThat(both.toMap())
        .containsAllEntriesOf(Map.of("users", 20_000L, "refused", java.util.List.of("cache")));
    assertThat(both.components()).containsExactly("queue");
    assertThat(both.technologies()).containsExactly("kafka");
  }

  @Test
  void aTextThatSaysNothingIsEmpty() {
    for (String text :
        new String[] {"", "   ", "hello there", "💡🛒", "\0\uD800", "9".repeat(5000)}) {
      assertThat(Requirements.read(text).isEmpty()).as(text).isTrue();
    }
  }

  @Test
  void readsNoMoreThanItsBound() {
    String text = "lorem ipsum ".repeat(Words.MAX_WORDS) + " with kafka";

    assertThat(Words.of(text)).hasSize(Words.MAX_WORDS);
    assertThat(Requirements.read(text).technologies()).isEmpty();
  }
}
