using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace BootService.Hosting;

/// <summary>This machine.</summary>
internal sealed class FrontendSettings
{
    /// <summary>The file with the public keys of root of this machine, which nodes let in unless attribute <c>ssh.public_key</c> is set.</summary>
    [Required]
    [Description("The file with the public keys that nodes let in unless attribute ssh.public_key is set; the package puts root's there.")]
    public string PublicKey { get; init; } = "/etc/bootservice/frontend.pub";

    /// <summary>What this frontend is called among those that share a database; null to be alone at it.</summary>
    [Description("What this frontend is called among those that share the database of Database:Connection; left out, it is alone at it.")]
    public string? Name { get; init; }
}
