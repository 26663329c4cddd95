package dev.cyanotype.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cyanotype.blueprint.BlueprintCodec;
import io.quarkus.runtime.annotations.RegisterForReflection;

/// How a blueprint is written.
@RegisterForReflection
enum BlueprintFormat {
  YAML {
    @Override
    String write(JsonNode blueprint) {
      return BlueprintCodec.read(Json.plain(blueprint))
          .value()
          .map(BlueprintCodec::writeYaml)
          .orElseThrow(() -> new ClientException("What came is no blueprint; try --format json."));
    }
  },
  JSON {
    @Override
    String write(JsonNode blueprint) {
      return Json.pretty(blueprint) + "\n";
    }
  };

  /// With a line break at its end.
  abstract String write(JsonNode blueprint);

  @Override
  public String toString() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
