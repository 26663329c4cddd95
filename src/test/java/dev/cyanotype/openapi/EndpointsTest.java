package dev.cyanotype.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The OpenAPI document has the endpoints of the code with their parameters, no more and no fewer:
/// `openapi/operations/*.yaml` name the parameters anew and could miss one.
@QuarkusTest
class EndpointsTest {

  @Inject BeanManager beans;

  @Test
  void documentHasEveryEndpointAndParameter() {
    Set<String> documented = new TreeSet<>();
    ApiDocument.served()
        .operations()
        .forEach(
            operation -> {
              documented.add(operation.toString());
              operation.parameters().forEach(name -> documented.add(operation + " " + name));
            });

    assertThat(documented).isNotEmpty().containsExactlyInAnyOrderElementsOf(endpoints());
  }

  private Set<String> endpoints() {
    Set<String> endpoints = new TreeSet<>();
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Class<?> type = bean.getBeanClass();
      if (type.isAnnotationPresent(Path.class) && type.getName().startsWith("dev.cyanotype.")) {
        Arrays.stream(type.getDeclaredMethods())
            .flatMap(method -> endpoint(type, method))
            .forEach(endpoints::add);
      }
    }
    return endpoints;
  }

  private static Stream<String> endpoint(Class<?> type, Method method) {
    return verb(method).stream()
        .map(verb -> verb + " " + path(type) + path(method))
        .flatMap(
            endpoint ->
                Stream.concat(
                    Stream.of(endpoint),
                    parameters(method).map(parameter -> endpoint + " " + parameter)));
  }

  private static Optional<String> verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(Annotation::annotationType)
        .map(annotation -> annotation.getAnnotation(HttpMethod.class))
        .filter(verb -> verb != null)
        .map(HttpMethod::value)
        .findFirst();
  }

  private static String path(AnnotatedElement element) {
    return element.isAnnotationPresent(Path.class) ? element.getAnnotation(Path.class).value() : "";
  }

  private static Stream<String> parameters(Method method) {
    return Arrays.stream(method.getParameters())
        .flatMap(
            parameter ->
                parameter.isAnnotationPresent(BeanParam.class)
                    ? fields(parameter.getType()).flatMap(EndpointsTest::names)
                    : names(parameter));
  }

  private static Stream<Field> fields(Class<?> type) {
    return type == null
        ? Stream.empty()
        : Stream.concat(fields(type.getSuperclass()), Arrays.stream(type.getDeclaredFields()));
  }

  private static Stream<String> names(AnnotatedElement parameter) {
    return Arrays.stream(parameter.getAnnotations())
        .flatMap(
            annotation ->
                switch (annotation) {
                  case QueryParam query -> Stream.of(query.value());
                  case PathParam path -> Stream.of(path.value());
                  case HeaderParam header -> Stream.of(header.value());
                  default -> Stream.empty();
                });
  }
}
