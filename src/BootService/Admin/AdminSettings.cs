using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Net;
using BootService.Settings;

namespace BootService.Admin;

/// <summary>The admin's side.</summary>
internal sealed class AdminSettings : ICheckedSettings
{
    [Required]
    [Description("The Unix socket that stack talks to; open to root and the group bootservice.")]
    public string Socket { get; init; } = "/run/bootservice/admin.sock";

    /// <summary>TLS address of the dashboard and API, such as <c>0.0.0.0:8443</c>; null for none.</summary>
    [Description("The TLS address of the dashboard and the API, such as 0.0.0.0:8443; none when left out.")]
    public string? Listen { get; init; }

    /// <summary>The certificate of that address as PEM, with those between it and its authority; null to have one made.</summary>
    [Description("The certificate of that address as PEM, with those between it and its authority; one is made when left out.")]
    public string? Certificate { get; init; }

    /// <summary>Its key as PEM.</summary>
    [Description("The key of that certificate as PEM.")]
    public string? Key { get; init; }

    /// <summary>
    /// Open connections in all, apart for TLS and for the Unix socket; later ones are closed at once, so that nodes never lack what admins have taken.
    /// </summary>
    [Range(1, 100_000)]
    [Description("Open connections in all, apart for TLS and for the Unix socket; later ones are closed at once.")]
    public int MaxConnections { get; init; } = 512;

    /// <summary>Open TLS connections of one address. A browser has six.</summary>
    [Range(1, 100_000)]
    [Description("Open TLS connections of one address.")]
    public int MaxConnectionsPerPeer { get; init; } = 64;

    /// <summary>Open streams of events in all.</summary>
    [Range(1, 100_000)]
    [Description("Open streams of events in all.")]
    public int MaxStreams { get; init; } = 256;

    /// <summary>Open streams of events of one address.</summary>
    [Range(1, 100_000)]
    [Description("Open streams of events of one address.")]
    public int MaxStreamsPerPeer { get; init; } = 32;

    /// <summary>How long a TLS handshake may take, and the headers of a request on either door.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    [Description("How long a TLS handshake may take, and the headers of a request.")]
    public TimeSpan HandshakeWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Most octets of a request, unless its verb takes a file.</summary>
    [Range(4096, 1 << 30)]
    [Description("Most octets of a request, unless its verb takes a file.")]
    public int LargestRequest { get; init; } = 1 << 20;

    /// <summary>Most octets of a request whose verb takes a file, which wants the role admin.</summary>
    [Range(4096, 1 << 30)]
    [Description("Most octets of a request whose verb takes a file and whose caller is an admin.")]
    public int LargestFile { get; init; } = 64 << 20;

    /// <summary>The address as a socket wants it; null for none.</summary>
    public IPEndPoint? Address => IPEndPoint.TryParse(Listen ?? string.Empty, out var address) && address.Port > 0 ? address : null;

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Listen is { Length: > 0 } && Address is null)
        {
            yield return $"key \"Admin:Listen\" is \"{Listen}\", and must be an address and a port such as 0.0.0.0:8443";
        }

        if (Certificate is null != Key is null)
        {
            yield return "keys \"Admin:Certificate\" and \"Admin:Key\" go together, and only one is given";
        }
    }
}
