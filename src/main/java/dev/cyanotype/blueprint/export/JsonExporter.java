package dev.cyanotype.blueprint.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.cyanotype.blueprint.Blueprint;
import dev.cyanotype.blueprint.BlueprintCodec;
import java.io.UncheckedIOException;

/// The blueprint itself, as JSON.
final class JsonExporter implements Exporter {

  private static final ObjectWriter WRITER = new ObjectMapper().writerWithDefaultPrettyPrinter();

  @Override
  public String comment() {
    return "";
  }

  @Override
  public String write(Blueprint blueprint, Notes notes) {
    try {
      return WRITER.writeValueAsString(BlueprintCodec.toTree(blueprint)) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
