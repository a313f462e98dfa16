using System.ComponentModel;
using BootService.Core;
using BootService.Settings;

namespace BootService.Traces;

/// <summary>Traces of installs for a collector of OpenTelemetry.</summary>
internal sealed class TraceSettings : ICheckedSettings
{
    /// <summary>Where traces are sent; null for nowhere.</summary>
    [Description("Where a trace of each install is sent by OTLP over HTTP, such as http://collector:4318/v1/traces; none when left out.")]
    public string? Endpoint { get; init; }

    [Description("A file with the headers that the collector wants, name=value one a line; none when left out.")]
    public string? HeadersFile { get; init; }

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Endpoint is not null && (!Uri.TryCreate(Endpoint, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https")))
        {
            yield return $"key \"Traces:Endpoint\" is \"{AddressRedaction.WithoutSecrets(Endpoint)}\", and must be an address of http or https such as "
                + "http://collector:4318/v1/traces";
        }
    }
}
