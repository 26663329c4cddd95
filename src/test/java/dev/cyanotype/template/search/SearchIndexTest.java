package dev.cyanotype.template.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import dev.cyanotype.template.search.SearchIndex.Entry;
import dev.cyanotype.template.search.SearchIndex.Field;
import dev.cyanotype.template.search.SearchIndex.Match;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchIndexTest {

  private final SearchIndex<String> index =
      new SearchIndex<>(
          List.of(
              entry("shop", "web application with a load balancer and PostgreSQL database"),
              entry("events", "Kafka and Spark for streams of events"),
              entry("platform", "Kubernetes platform with monitoring by Grafana"),
              entry("metrics", "monitoring by Prometheus and Grafana"),
              entry("training", "GPU cluster for machine learning")));

  @ParameterizedTest
  @CsvSource({
    "kafka, events",
    "KAFKA, events",
    "databases, shop",
    "stream, events",
    "'kubernetes monitoring', platform",
    "'monitoring kubernetes', platform",
    "'please show me a template with a database', shop",
  })
  void ranksWhatHasMostOfTheWordsFirst(String query, String first) {
    assertThat(found(query)).first().isEqualTo(first);
  }

  @Test
  void moreWordsAreAheadOfARarerWord() {
    SearchIndex<String> things =
        new SearchIndex<>(
            List.of(
                new Entry<>("rare", List.of(new Field(100, "quasar"))),
                entry("both", "web application"),
                entry("web", "web"),
                entry("application", "application")));

    assertThat(things.search("quasar web application", 9))
        .extracting(Match::thing)
        .startsWith("both")
        .contains("rare");
  }

  @Test
  void aWordInAWeightierFieldCountsMore() {
    SearchIndex<String> things =
        new SearchIndex<>(
            List.of(
                new Entry<>("aside", List.of(new Field(1, "redis"), new Field(3, "web"))),
                new Entry<>("main", List.of(new Field(3, "redis"), new Field(1, "web")))));

    assertThat(things.search("redis", 9)).extracting(Match::thing).containsExactly("main", "aside");
    assertThat(things.search("web", 9)).extracting(Match::thing).containsExactly("aside", "main");
  }

  @ParameterizedTest
  @CsvSource({
    "kuberntes, platform",
    "kubrenetes, platform",
    "ubernetes, platform",
    "kafak, events",
    "akfka, events",
    "lafka, ''",
    "lubernetes, platform",
    "grafna, metrics",
    "progres, ''",
    "prometeus, metrics",
    "kuberntes monitorng, platform",
  })
  void understandsTypos(String query, String first) {
    assertThat(found(query).stream().findFirst().orElse("")).isEqualTo(first);
  }

  @Test
  void aTypoScoresBelowTheWordItself() {
    assertThat(score("kuberntes")).isLessThan(score("kubernetes")).isGreaterThan(0);
    assertThat(score("ubernetes")).isLessThan(score("kuberntes")).isGreaterThan(0);
  }

  @Test
  void findsByTheBeginningOfAWordFromThreeLettersOn() {
    assertThat(found("kub")).containsExactly("platform");
    assertThat(found("ku")).isEmpty();
    assertThat(score("kuberne")).isLessThan(score("kubernetes"));
  }

  @ParameterizedTest
  @CsvSource({
    "k8s, platform",
    "lb, shop",
    "postgres, shop",
    "db, shop",
    "ai, training",
    "'message queue', events",
    "'mesage queue', events",
    "nvidia, training",
  })
  void knowsSynonyms(String query, String first) {
    assertThat(found(query)).first().isEqualTo(first);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bulb", "alb", "base", "form", "aka"})
  void aPartOfAWordIsNotTheWord(String query) {
    assertThat(found(query)).isEmpty();
  }

  @Test
  void halfAPhraseIsNotItsSynonym() {
    assertThat(found("load")).containsExactly("shop");
    assertThat(found("message")).isEmpty();
    assertThat(found("learning")).containsExactly("training");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "the and of", "!!! ---", "42", "zzzzzz", "数据库", "\u0000\uD800"})
  void findsNothingWithoutAKnownWord(String query) {
    assertThat(found(query)).isEmpty();
  }

  @Test
  void aWordTwiceCountsOnce() {
    assertThat(score("kafka kafka kafka")).isEqualTo(score("kafka"));
  }

  @Test
  void readsOnlyTheBeginningOfALongQuery() {
    String filler = "zzz ".repeat(SearchIndex.MAX_QUERY_LENGTH / 4);

    assertThat(found(filler.substring(6) + " gpu")).containsExactly("training");
    assertThat(found(filler + "gpu")).isEmpty();
  }

  @Test
  void looksAtSixteenWordsAtMost() {
    String fifteen = words("x%dz", 15);

    assertThat(found(fifteen + " gpu")).containsExactly("training");
    assertThat(found(fifteen + " x99z gpu")).isEmpty();
  }

  @Test
  @Timeout(5)
  void aHostileQueryCostsLittle() {
    SearchIndex<String> large =
        new SearchIndex<>(List.of(entry("large", words("databas%dxyz", 20_000))));

    assertThatNoException()
        .isThrownBy(
            () -> {
              large.search(words("dataabs%dxy", 16), 5);
              large.search("a".repeat(1_000_000), 5);
              large.search("dat ".repeat(200_000), 5);
            });
  }

  @Test
  void equallyGoodMatchesKeepTheirOrderAndTheLimitHolds() {
    SearchIndex<Integer> same =
        new SearchIndex<>(
            IntStream.range(0, 9)
                .mapToObj(i -> new Entry<>(i, List.of(new Field(1, "redis"))))
                .toList());

    assertThat(same.search("redis", 3)).extracting(Match::thing).containsExactly(0, 1, 2);
  }

  @Test
  void anEmptyIndexFindsNothing() {
    assertThat(new SearchIndex<String>(List.of()).search("redis", 3)).isEmpty();
  }

  private List<String> found(String query) {
    return index.search(query, 10).stream().map(Match::thing).toList();
  }

  private double score(String query) {
    return index.search(query, 1).getFirst().score();
  }

  private static Entry<String> entry(String name, String text) {
    return new Entry<>(name, List.of(new Field(1, text)));
  }

  private static String words(String format, int count) {
    return IntStream.range(0, count).mapToObj(format::formatted).collect(Collectors.joining(" "));
  }
}
