package dev.cyanotype;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.TestProfile;
import java.util.Comparator;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/// Integration tests behind one another that may share one running service: it is started anew
/// wherever the profile or the test resources are others than before.
public class SharedServiceOrder implements ClassOrderer {

  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(
            Comparator.comparing(SharedServiceOrder::service)
                .thenComparing(test -> test.getTestClass().getName()));
  }

  private static String service(ClassDescriptor test) {
    String profile =
        test.findAnnotation(TestProfile.class).map(each -> each.value().getName()).orElse("");
    return test.findRepeatableAnnotations(WithTestResource.class).stream()
        .map(resource -> resource.value().getName())
        .distinct()
        .sorted()
        .reduce(profile, (all, resource) -> all + " " + resource);
  }
}
