package dev.cyanotype.blueprint.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BundledYaml;
import dev.cyanotype.blueprint.Provider;
import dev.cyanotype.blueprint.Resource;
import dev.cyanotype.blueprint.ResourceType;
import dev.cyanotype.blueprint.cost.BudgetCheck.Verdict;
import dev.cyanotype.blueprint.validation.BlueprintBody;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import dev.cyanotype.problem.FieldError;
import dev.cyanotype.problem.ProblemException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class CostEstimatesTest {

  static final List<String> TEMPLATES = BundledYaml.IDS;

  private final CostEstimates estimates = new CostEstimates(new PriceCatalogues(noFolder()));

  @Test
  void aMachineIsTakenApartToTheHundredth() {
    Blueprint blueprint =
        blueprint(
            machine(
                "web", Map.of("cpu", 0.5, "memory", "1.5GB", "storage", "33GB", "replicas", 3)));

    CostEstimate estimate = estimate(blueprint, "public-cloud", null);

    // vCPU 7-10, memory 3-4, ssd 0.08-0.10, instance 3-4, each three times
    assertThat(estimate.components())
        .containsExactlyInAnyOrder(
            component(Component.CPU, "12.75", "10.50", "15.00"),
            component(Component.MEMORY, "15.75", "13.50", "18.00"),
            component(Component.INSTANCES, "10.50", "9.00", "12.00"),
            component(Component.STORAGE, "8.91", "7.92", "9.90"));
    assertThat(estimate.monthly()).isEqualTo(money("47.91", "40.92", "54.90"));
    assertThat(estimate.prices())
        .extracting(CostEstimate.UsedPrice::name)
        .containsExactlyInAnyOrder("vcpu", "memory_gb", "storage_gb.ssd", "instance");
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void componentsAndResourcesAddUp(String template) {
    Blueprint blueprint = template(template);

    assertThat(estimates.of(blueprint, null, Optional.empty()).estimates())
        .hasSize(2)
        .allSatisfy(
            estimate -> {
              assertThat(estimate.resources())
                  .map(CostEstimate.ResourceCost::monthly)
                  .satisfies(all -> assertThat(sum(all)).isEqualTo(estimate.monthly()));
              assertThat(estimate.components())
                  .map(CostEstimate.ComponentCost::monthly)
                  .satisfies(all -> assertThat(sum(all)).isEqualTo(estimate.monthly()));
              assertThat(estimate.resources().size() + estimate.free().size())
                  .isEqualTo(blueprint.resources().size());
              assertThat(estimate.prices())
                  .allSatisfy(price -> assertThat(price.basis()).isNotBlank());
            });
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void everyEstimateLiesInTheRangeThatTheTemplateTells(String template) {
    Blueprint blueprint = template(template);
    MonthlyCost told = CostEstimator.estimate(blueprint);

    assertThat(estimates.of(blueprint, "", Optional.empty()).estimates())
        .allSatisfy(
            estimate ->
                assertThat(estimate.monthly().total())
                    .isBetween(BigDecimal.valueOf(told.low()), BigDecimal.valueOf(told.high())));
  }

  @Test
  void cataloguesStandSideBySide() {
    CostEstimates.Answer answer =
        estimates.of(
            template("ha-web-app"), "public-cloud, own-hardware,public-cloud", Optional.empty());

    assertThat(answer.estimates())
        .extracting(CostEstimate::catalogue)
        .containsExactly("public-cloud", "own-hardware");
    BigDecimal difference =
        answer
            .estimates()
            .get(0)
            .monthly()
            .total()
            .subtract(answer.estimates().get(1).monthly().total());
    assertThat(answer.comparison().cheapest()).isEqualTo("own-hardware");
    assertThat(answer.comparison().difference()).isEqualTo(difference).isPositive();
    assertThat(answer.comparison().resources())
        .allSatisfy(
            row ->
                assertThat(row.totals().get("own-hardware"))
                    .isLessThan(row.totals().get("public-cloud")));
  }

  @Test
  void anUnknownCatalogueIsRefusedWithThoseThereAre() {
    assertThatThrownBy(
            () -> estimates.of(template("ha-web-app"), "own-hardware,moon", Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("catalogue must be among own-hardware, public-cloud");
  }

  @ParameterizedTest
  @CsvSource({
    "cpu, 5000, vCPUs",
    "memory, 900TB, GB of memory",
    "storage, 999999PB, GB of storage",
    "replicas, 100001, instances",
    "gpu, 5000, graphics cards"
  })
  void sizesBeyondReasonAreRefused(String key, String value, String said) {
    Object size = value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;
    Blueprint blueprint = blueprint(machine("small", Map.of()), machine("big", Map.of(key, size)));

    assertThatThrownBy(() -> estimates.of(blueprint, null, Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContaining("/resources/1/specs")
        .hasMessageContaining(said);
  }

  @ParameterizedTest
  @CsvSource({"55, WITHIN", "54.90, WITHIN", "54.89, TIGHT", "47.91, TIGHT", "47.90, EXCEEDED"})
  void aBudgetIsHeldAgainstTheTotalAndTheHighEnd(BigDecimal amount, Verdict verdict) {
    Blueprint blueprint =
        blueprint(
            machine(
                "web", Map.of("cpu", 0.5, "memory", "1.5GB", "storage", "33GB", "replicas", 3)));

    assertThat(estimate(blueprint, "public-cloud", budget(amount, "USD")).budget().verdict())
        .isEqualTo(verdict);
  }

  @ParameterizedTest
  @FieldSource("TEMPLATES")
  void theChangesBringTheTotalUnderTheBudget(String template) {
    Blueprint blueprint = template(template);
    BigDecimal total = estimate(blueprint, "own-hardware", null).monthly().total();
    BigDecimal limit = Money.cents(total.multiply(new BigDecimal("0.7")));

    BudgetCheck check = estimate(blueprint, "own-hardware", budget(limit, "USD")).budget();
    CostEstimate after = estimate(applied(blueprint, check.changes()), "own-hardware", null);

    assertThat(check.overBy()).isEqualTo(total.subtract(limit));
    assertThat(check.dearest()).hasSize(3);
    assertThat(check.reachable()).isTrue();
    assertThat(check.totalAfter())
        .isEqualTo(after.monthly().total())
        .isLessThanOrEqualTo(limit)
        .isEqualTo(total.subtract(sumOf(check.changes())));
  }

  @Test
  void noChangeIsProposedThatIsNotNeeded() {
    Blueprint blueprint =
        blueprint(machine("big", Map.of("cpu", 32)), machine("small", Map.of("cpu", 2)));

    // 34 × 6 + 2 × 2.50 = 209; half of the big one's processors are 96
    BudgetCheck check =
        estimate(blueprint, "own-hardware", budget(new BigDecimal("120"), "USD")).budget();

    assertThat(check.changes())
        .containsExactly(
            new Saving("big", "/resources/0/specs/cpu", 32, 16, new BigDecimal("96.00")));
    assertThat(check.totalAfter()).isEqualByComparingTo("113");
  }

  @Test
  void votersStayThreeAndABudgetOutOfReachIsSaidToBe() {
    Blueprint blueprint = blueprint(machine("etcd", Map.of("cpu", 4, "nodes", 5, "quorum", true)));

    BudgetCheck check = estimate(blueprint, "own-hardware", budget(BigDecimal.ONE, "USD")).budget();

    assertThat(check.reachable()).isFalse();
    assertThat(check.changes())
        .extracting(Saving::pointer, Saving::to)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("/resources/0/specs/nodes", 3),
            org.assertj.core.groups.Tuple.tuple("/resources/0/specs/cpu", 1));
  }

  @Test
  void anotherCurrencyIsConvertedAtTheRateOfTheCatalogue() {
    Blueprint blueprint = blueprint(machine("one", Map.of("cpu", 16)));

    BudgetCheck check =
        estimate(blueprint, "own-hardware", budget(new BigDecimal("85"), "EUR")).budget();

    assertThat(check.conversion().amount()).isEqualByComparingTo("100");
    assertThat(check.conversion().date()).isEqualTo("2025-06-30");
    assertThat(check.verdict()).isEqualTo(Verdict.TIGHT);
  }

  @Test
  void aCurrencyWithoutARateIsNotCompared() {
    BudgetCheck check =
        estimate(template("ha-web-app"), "own-hardware", budget(new BigDecimal("1"), "JPY"))
            .budget();

    assertThat(check.verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(check.message()).contains("JPY").contains("USD");
    assertThat(check.changes()).isNull();
  }

  @Test
  void fiveHundredLargeResourcesAreCutDownInBoundedTime() {
    Resource[] many =
        Stream.iterate(0, i -> i + 1)
            .limit(500)
            .map(
                i ->
                    machine(
                        "m" + i,
                        Map.of(
                            "cpu", 4096, "memory", "64TB", "storage", "90PB", "replicas", 99_999)))
            .toArray(Resource[]::new);

    BudgetCheck check =
        estimate(blueprint(many), "public-cloud", budget(BigDecimal.ONE, "USD")).budget();

    assertThat(check.reachable()).isFalse();
    assertThat(check.changes()).hasSizeLessThanOrEqualTo(2_000);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a shop for at most $300 a month", "budget: 300", "300 dollars per month at most"})
  void budgetsAreReadOutOfWords(String words) {
    BlueprintBody body = wrapped(", \"description\": \"" + words + "\"", "$7 a month");

    assertThat(GivenBudget.of(null, null, body))
        .contains(new Budget(BigDecimal.valueOf(300), "USD", Budget.Source.DESCRIPTION));
  }

  @Test
  void theQueryCountsBeforeTheBodyAndThatBeforeWords() {
    BlueprintBody body =
        wrapped(
            ", \"budget\": 200, \"currency\": \"EUR\", \"description\": \"$5 a month\"",
            "$7 a month");

    assertThat(GivenBudget.of("100.50", "CHF", body))
        .contains(new Budget(new BigDecimal("100.50"), "CHF", Budget.Source.REQUEST));
    assertThat(GivenBudget.of(null, null, body))
        .contains(new Budget(new BigDecimal("200.00"), "EUR", Budget.Source.REQUEST));
    assertThat(GivenBudget.of(null, null, json(shop("$7 a month"))).orElseThrow().amount())
        .isEqualByComparingTo("7");
    assertThat(GivenBudget.of(null, null, json(shop("")))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, USD",
    "-5, USD",
    "1e9, USD",
    "NaN, USD",
    "9999999999999, USD",
    "5, usd",
    "5, XYZ",
    "5, ''"
  })
  void aBudgetThatIsNoneIsRefused(String amount, String currency) {
    assertThatThrownBy(() -> GivenBudget.of(amount, currency, json(shop(""))))
        .isInstanceOf(ProblemException.class)
        .satisfies(e -> assertThat(((ProblemException) e).status()).isEqualTo(422));
  }

  @ParameterizedTest
  @CsvSource({
    "budget, 0",
    "budget, 0.001",
    "budget, -5",
    "budget, 1e300",
    "budget, '\"5\"'",
    "budget, [5]",
    "currency, 5",
    "currency, '\"usd\"'",
    "description, 5"
  })
  void aFieldOfTheWrapperThatIsNoneIsRefusedByItsPointer(String field, String value) {
    BlueprintBody body = wrapped(", \"%s\": %s".formatted(field, value), "");

    assertThatThrownBy(() -> GivenBudget.of(null, null, body))
        .isInstanceOfSatisfying(
            ProblemException.class,
            e ->
                assertThat(e.errors())
                    .singleElement()
                    .extracting(FieldError::pointer)
                    .isEqualTo("/" + field));
  }

  private CostEstimate estimate(Blueprint blueprint, String catalogue, Budget budget) {
    return estimates.of(blueprint, catalogue, Optional.ofNullable(budget)).estimates().getFirst();
  }

  private static Budget budget(BigDecimal amount, String currency) {
    return new Budget(amount, currency, Budget.Source.REQUEST);
  }

  private static PricingConfig noFolder() {
    return Optional::<Path>empty;
  }

  private static BlueprintBody wrapped(String fields, String description) {
    return json("{\"blueprint\": %s%s}".formatted(shop(description), fields));
  }

  private static BlueprintBody json(String body) {
    return BlueprintBody.ofJson(body.getBytes(StandardCharsets.UTF_8));
  }

  private static String shop(String description) {
    return """
    {"name": "shop", "description": "%s",
     "resources": [{"type": "compute", "name": "db", "provider": "fake"}]}
    """
        .formatted(description);
  }

  private static Blueprint template(String id) {
    return CheckedBlueprint.fromYaml(BundledYaml.text(id)).blueprint().orElseThrow();
  }

  private static Blueprint applied(Blueprint blueprint, List<Saving> changes) {
    List<Resource> resources = new ArrayList<>(blueprint.resources());
    for (Saving change : changes) {
      String[] path = change.pointer().split("/");
      int index = Integer.parseInt(path[2]);
      Map<String, Object> specs = new LinkedHashMap<>(resources.get(index).specs());
      put(specs, Arrays.asList(path).subList(4, path.length), change);
      resources.set(index, resources.get(index).withSpecs(specs));
    }
    return blueprint.withResources(resources);
  }

  private static void put(Map<String, Object> specs, List<String> path, Saving change) {
    if (path.size() == 1) {
      assertThat(specs.put(path.getFirst(), change.to())).isEqualTo(change.from());
      return;
    }
    Map<String, Object> inner = new LinkedHashMap<>();
    ((Map<?, ?>) specs.get(path.getFirst()))
        .forEach((key, value) -> inner.put((String) key, value));
    put(inner, path.subList(1, path.size()), change);
    specs.put(path.getFirst(), inner);
  }

  private static BigDecimal sumOf(List<Saving> changes) {
    return changes.stream().map(Saving::saves).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Money sum(List<? extends Money> all) {
    return all.stream().map(one -> (Money) one).reduce(Money.NONE, Money::plus);
  }

  private static CostEstimate.ComponentCost component(
      Component component, String total, String low, String high) {
    return new CostEstimate.ComponentCost(component, money(total, low, high));
  }

  private static Money money(String total, String low, String high) {
    return new Money(new BigDecimal(total), new BigDecimal(low), new BigDecimal(high));
  }

  private static Resource machine(String name, Map<String, Object> specs) {
    return new Resource(ResourceType.COMPUTE, name, Provider.PROXMOX, specs, List.of());
  }

  private static Blueprint blueprint(Resource... resources) {
    return new Blueprint(Blueprint.VERSION, "test", "", List.of(resources), Map.of());
  }
}
