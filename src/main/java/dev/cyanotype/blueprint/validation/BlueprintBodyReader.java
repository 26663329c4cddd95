package dev.cyanotype.blueprint.validation;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/// Hands resources a [BlueprintBody] made of whatever content type a blueprint may have.
@Provider
@Consumes({
  MediaType.APPLICATION_JSON,
  BlueprintBodyReader.YAML,
  BlueprintBodyReader.X_YAML,
  BlueprintBodyReader.TEXT_YAML
})
public class BlueprintBodyReader implements MessageBodyReader<BlueprintBody> {

  /// As RFC 9512 registers it.
  public static final String YAML = "application/yaml";

  /// As it was called before.
  public static final String X_YAML = "application/x-yaml";

  public static final String TEXT_YAML = "text/yaml";

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == BlueprintBody.class;
  }

  @Override
  public BlueprintBody readFrom(
      Class<BlueprintBody> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body)
      throws IOException {
    return mediaType.getSubtype().endsWith("yaml")
        ? BlueprintBody.ofYaml(body.readAllBytes())
        : BlueprintBody.ofJson(body.readAllBytes());
  }
}
