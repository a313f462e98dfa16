using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace BootService.Traces;

/// <summary>The way of spans to the collector. Apart, so that its libraries are loaded only where traces are wanted.</summary>
internal static class TraceExport
{
    /// <summary>Starts to send; disposing of it sends what is left.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="frontend">The name of this frontend.</param>
    public static IDisposable Start(TraceDestination destination, string frontend) => Sdk.CreateTracerProviderBuilder()
        .AddSource(InstallTraces.SourceName)
        .SetSampler(new AlwaysOnSampler())
        .ConfigureResource(resource => resource.AddService("bootservice", serviceVersion: Commands.Descriptions.Version, serviceInstanceId: frontend))
        .AddOtlpExporter(options =>
        {
            options.Endpoint = destination.Endpoint;
            options.Protocol = OtlpExportProtocol.HttpProtobuf;
            options.Headers = destination.Headers;
        })
        .Build();
}
