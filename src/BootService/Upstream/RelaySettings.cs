using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Upstream;

/// <summary>How a relay speaks with its frontends.</summary>
internal sealed class RelaySettings
{
    [Required]
    [Description("The file with the key of the relay's token (\"stack add token NAME role=relay\" at a frontend), which only bootservice can read.")]
    public string TokenFile { get; init; } = "/etc/bootservice/relay.token";

    /// <summary>What their certificates were signed by, as PEM; null for those that this machine trusts.</summary>
    [Description(
        "A PEM file with what the frontends' certificates were signed by: of those that frontends made themselves, their admin.crt one after the other; what "
            + "this machine trusts when left out.")]
    public string? Certificates { get; init; }
}
