package dev.cyanotype.blueprint.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceCataloguesTest {

  private static final String CLOUD = bundled("public-cloud");

  @TempDir Path dir;

  @Test
  void aFileOfABundledIdReplacesThatCatalogueAndOthersJoin() throws IOException {
    write("ours.yaml", CLOUD.replace("vcpu: {low: 7, high: 10", "vcpu: {low: 21, high: 22"));
    write("second.yml", CLOUD.replace("id: public-cloud", "id: euro-cloud"));
    PriceCatalogues catalogues = read();

    assertThat(catalogues.ids()).containsExactly("own-hardware", "public-cloud", "euro-cloud");
    assertThat(catalogues.find("public-cloud").orElseThrow().vcpu().price().low())
        .isEqualByComparingTo("21");
    assertThat(catalogues.refused()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "vcpu: {low: 7,   | vcpu: {low: 70,   | line 26: /prices/vcpu/high must be at least as much",
        "vcpu: {low: 7,   | vcpu: {low: -7,   | line 26: /prices/vcpu/low must be from 0 to 1000000",
        "vcpu: {low: 7,   | vcpu: {low: '7',  | line 26: /prices/vcpu/low must be a number",
        "memory_gb: {     | memroy_gb: {      | line 27: /prices/memroy_gb is not a field here",
        "id: public-cloud | id: Public Cloud  | line 4: /id must be lower-case letters",
        "currency: USD    | currency: Dollars | line 6: /currency must be an ISO 4217 code",
        "2025-06-30       | June 2025         | line 7: /date must be a date",
        "EUR: 0.85        | EUR: 0            | line 21: /exchange_rates/rates/EUR must be more than 0",
        "_class: ssd      | _class: tape      | line 46: /default_storage_class must be one of",
        "prices:          | prices: [         | line 27:"
      })
  void aBrokenFileIsRefusedByLineAndReason(String good, String bad, String problem)
      throws IOException {
    assertThat(CLOUD).contains(good.strip());
    write(
        "mine.yaml", CLOUD.replaceFirst(java.util.regex.Pattern.quote(good.strip()), bad.strip()));
    PriceCatalogues catalogues = read();

    assertThat(catalogues.ids()).containsExactly("own-hardware", "public-cloud");
    assertThat(catalogues.refused())
        .singleElement()
        .satisfies(
            refused -> {
              assertThat(refused.file()).isEqualTo("mine.yaml");
              assertThat(refused.problem()).startsWith(problem.strip());
            });
    assertThat(catalogues.find("public-cloud")).contains(PriceCatalogue.PUBLIC_CLOUD);
  }

  @Test
  void aPriceHasToSayWhereItComesFrom() throws IOException {
    write("mine.yaml", CLOUD.replace(", basis: \"A public address and basic monitoring.\"", ""));

    assertThat(read().refused().getFirst().reason())
        .isEqualTo("/prices/instance/basis must be a text that is not empty");
  }

  @Test
  void aSecondFileOfTheSameIdIsRefused() throws IOException {
    write("a.yaml", CLOUD);
    write("b.yaml", CLOUD);

    assertThat(read().refused())
        .containsExactly(
            new RefusedCatalogue("b.yaml", null, "'public-cloud' is the id of a.yaml already"));
  }

  @Test
  void readinessNamesTheRefusedFilesAndStaysUp() throws IOException {
    write("broken.yaml", "id: [");
    HealthCheckResponse response = new PricingHealthCheck(read()).call();

    assertThat(response.getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    Map<String, Object> data = response.getData().orElseThrow();
    assertThat(data).containsEntry("catalogues", "own-hardware, public-cloud");
    assertThat(data.get("broken.yaml").toString()).startsWith("line 1: ");
  }

  @Test
  void aFolderThatIsNotThereIsNamed() {
    assertThat(new PriceCatalogues(() -> Optional.of(dir.resolve("none"))).refused())
        .singleElement()
        .satisfies(refused -> assertThat(refused.reason()).contains("cannot be read"));
  }

  private PriceCatalogues read() {
    return new PriceCatalogues(() -> Optional.of(dir));
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(dir.resolve(name), text);
  }

  private static String bundled(String id) {
    try (InputStream yaml =
        PriceCataloguesTest.class.getResourceAsStream("/pricing/" + id + ".yaml")) {
      return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
