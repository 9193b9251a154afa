/** The frame of the API reference; Swagger UI draws everything in it. */
export const SWAGGER_PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Customer onboarding: HTTP reference</title>
    <link rel="icon" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
    <link rel="stylesheet" href="/docs/reference.css" />
  </head>
  <body>
    <noscript>The reference needs JavaScript; <a href="/openapi.json">/openapi.json</a> holds the same.</noscript>
    <main id="reference"></main>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/reference.js"></script>
  </body>
</html>
`;

/** Calls go to the gateway that shows the page, since its own policy lets a browser call no other. */
export const SWAGGER_START = `fetch('/openapi.json')
  .then((answer) => answer.json())
  .then((spec) => SwaggerUIBundle({
    spec: { ...spec, servers: [{ url: location.origin }] },
    dom_id: '#reference',
    deepLinking: true,
    tryItOutEnabled: true,
    defaultModelsExpandDepth: 0,
  }));
`;

/** On a phone Swagger UI's tables become blocks, one cell below the other. */
export const SWAGGER_STYLE = `body { margin: 0; }
.swagger-ui .response-col_links { display: none; }
@media (max-width: 640px) {
  .swagger-ui .wrapper, .swagger-ui .opblock .opblock-section-header { padding: 8px; }
  .swagger-ui .opblock-body table, .swagger-ui .opblock-body tbody, .swagger-ui .opblock-body tr,
  .swagger-ui .opblock-body td { display: block; width: auto; min-width: 0; }
  .swagger-ui .opblock-body thead { display: none; }
  .swagger-ui .opblock-body input, .swagger-ui .opblock-body select { width: 100%; min-width: 0; }
  .swagger-ui { overflow-wrap: anywhere; }
}
`;
