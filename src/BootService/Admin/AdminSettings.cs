using System.ComponentModel.DataAnnotations;
using System.Net;
using BootService.Settings;

namespace BootService.Admin;

/// <summary>The admin's side.</summary>
internal sealed class AdminSettings : ICheckedSettings
{
    [Required]
    public string Socket { get; init; } = "/run/bootservice/admin.sock";

    /// <summary>TLS address of the dashboard and API, such as <c>0.0.0.0:8443</c>; null for none.</summary>
    public string? Listen { get; init; }

    /// <summary>The certificate of that address as PEM, with those between it and its authority; null to have one made.</summary>
    public string? Certificate { get; init; }

    /// <summary>Its key as PEM.</summary>
    public string? Key { get; init; }

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
