package com.ayvlo.metrics.adapter.http.helidon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class YamlTest {
    private static String yaml(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            return Yaml.of(parser);
        }
    }

    @Test
    void writesBlocks() throws IOException {
        String json =
                """
                {"openapi":"3.1.0","paths":{"/a/{id}":{"get":{"tags":["x","y"],"parameters":
                [{"name":"id","schema":{"type":["string","null"]}},{"name":"n"}]}}},"one":1.50}
                """;

        assertThat(yaml(json))
                .isEqualTo(
                        """
                        openapi: "3.1.0"
                        paths:
                          "/a/{id}":
                            get:
                              tags:
                                - "x"
                                - "y"
                              parameters:
                                - name: "id"
                                  schema:
                                    type:
                                      - "string"
                                      - "null"
                                - name: "n"
                        one: 1.50
                        """);
    }

    @Test
    void keepsWhatYamlWouldReadDifferently() throws IOException {
        String json =
                """
                {"200":"no","on":true,"null":null,"y":"a: b # c\\n\\"\\\\","$ref":"#/x","e":{},"l":[],
                "n":[[1,[2]],{"a-b":[]},{}]}
                """;

        assertThat(yaml(json))
                .isEqualTo(
                        """
                        "200": "no"
                        "on": true
                        "null": null
                        "y": "a: b # c\\n\\"\\\\"
                        $ref: "#/x"
                        "e": {}
                        "l": []
                        "n":
                          -
                            - 1
                            -
                              - 2
                          - a-b: []
                          - {}
                        """);
    }
}
