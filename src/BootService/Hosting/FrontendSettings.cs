using System.ComponentModel.DataAnnotations;

namespace BootService.Hosting;

/// <summary>This machine.</summary>
internal sealed class FrontendSettings
{
    /// <summary>The file with the public keys of root of this machine, which nodes let in unless attribute <c>ssh.public_key</c> is set.</summary>
    [Required]
    public string PublicKey { get; init; } = "/etc/bootservice/frontend.pub";
}
