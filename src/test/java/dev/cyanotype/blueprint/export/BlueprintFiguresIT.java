package dev.cyanotype.blueprint.export;

import io.quarkus.test.junit.QuarkusIntegrationTest;

/// The same answers from the packaged jar, or from the native executable, which reads the price
/// catalogues and the known images out of its resources.
@QuarkusIntegrationTest
class BlueprintFiguresIT extends BlueprintFiguresTest {}
