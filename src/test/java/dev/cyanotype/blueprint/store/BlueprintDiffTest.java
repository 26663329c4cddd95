package dev.cyanotype.blueprint.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.store.BlueprintDiff.Change;
import dev.cyanotype.blueprint.store.BlueprintDiff.Value;
import dev.cyanotype.blueprint.validation.CheckedBlueprint;
import java.util.Collections;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BlueprintDiffTest {

  private static final String WEB =
      "  - {type: service, name: web, provider: docker, specs: {image: 'nginx:1', ports: [80, 81]},"
          + " dependencies: [db, cache]}\n";
  private static final String DB =
      "  - {type: service, name: db, provider: docker, specs: {image: 'postgres:17'}}\n";
  private static final String CACHE =
      "  - {type: service, name: cache, provider: docker, specs: {image: 'redis:7'}}\n";

  private static Blueprint blueprint(String... resources) {
    String yaml = "name: shop\nresources:\n" + String.join("", resources);
    return CheckedBlueprint.fromYaml(yaml).blueprint().orElseThrow();
  }

  @Test
  void orderOfResourcesAndDependenciesIsNoDifference() {
    String turned = WEB.replace("[db, cache]", "[cache, db]");

    BlueprintDiff diff = BlueprintDiff.of(blueprint(WEB, DB, CACHE), blueprint(CACHE, turned, DB));

    assertThat(diff.identical()).isTrue();
  }

  @Test
  void changesPointIntoTheSecondBlueprint() {
    String changed = WEB.replace("nginx:1", "nginx:2").replace("[80, 81]", "[80, 82, 83]");

    BlueprintDiff diff = BlueprintDiff.of(blueprint(WEB, DB, CACHE), blueprint(DB, CACHE, changed));

    assertThat(diff.changed())
        .containsExactly(
            new Change("/resources/2/specs/image", "web", "nginx:1", "nginx:2"),
            new Change("/resources/2/specs/ports/1", "web", 81, 82));
    assertThat(diff.added()).containsExactly(new Value("/resources/2/specs/ports/2", "web", 83));
    assertThat(diff.removed()).isEmpty();
    assertThat(diff.identical()).isFalse();
  }

  @Test
  void removedResourcePointsIntoTheFirst() {
    String without = WEB.replace("[db, cache]", "[db]");

    BlueprintDiff diff = BlueprintDiff.of(blueprint(WEB, CACHE, DB), blueprint(DB, without));

    assertThat(diff.removed())
        .extracting(Value::pointer)
        .containsExactly("/resources/0/dependencies/1", "/resources/1");
    assertThat(diff.added()).isEmpty();
    assertThat(diff.changed()).isEmpty();
  }

  @Test
  void ownFieldsOfTheBlueprintHaveNoResource() {
    Blueprint shop = blueprint(DB);

    BlueprintDiff diff =
        BlueprintDiff.of(shop, shop.withName("store").withMetadata(Map.of("a/b~c", 1)));

    assertThat(diff.changed()).containsExactly(new Change("/name", null, "shop", "store"));
    assertThat(diff.added()).containsExactly(new Value("/metadata/a~1b~0c", null, 1));
  }

  @Test
  void differencesAreBounded() {
    Blueprint large = blueprint(DB).withMetadata(Map.of("list", Collections.nCopies(3000, "x")));
    Blueprint other = blueprint(DB).withMetadata(Map.of("list", Collections.nCopies(3000, "y")));

    BlueprintDiff diff = BlueprintDiff.of(large, other);

    assertThat(diff.truncated()).isTrue();
    assertThat(diff.changed()).hasSize(BlueprintDiff.MAX_DIFFERENCES);
  }
}
