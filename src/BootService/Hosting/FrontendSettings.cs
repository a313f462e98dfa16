using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using BootService.Protocols.Net;
using BootService.Settings;

namespace BootService.Hosting;

/// <summary>This machine.</summary>
internal sealed class FrontendSettings : ICheckedSettings
{
    /// <summary>The file with the public keys of root of this machine, which nodes let in unless attribute <c>ssh.public_key</c> is set.</summary>
    [Required]
    [Description("The file with the public keys that nodes let in unless attribute ssh.public_key is set; the package puts root's there.")]
    public string PublicKey { get; init; } = "/etc/bootservice/frontend.pub";

    /// <summary>What this frontend is called among those that share a database; null to be alone at it.</summary>
    [Description("What this frontend is called among those that share the database of Database:Connection; left out, it is alone at it.")]
    public string? Name { get; init; }

    /// <summary>The address that nodes are told wherever this machine has it, and that keepalived moves to another frontend; null for none.</summary>
    [Description(
        "The address of the boot network that nodes are told wherever it is this machine's, and that keepalived moves to another frontend when this one is "
            + "away (\"stack report keepalived\"); left out, nodes are told the interface's own.")]
    public string? Service { get; init; }

    /// <summary>The same; 0.0.0.0 for none.</summary>
    internal Ipv4 ServiceAddress => Ipv4.TryParse(Service, null, out var address) ? address : default;

    /// <inheritdoc/>
    public IEnumerable<string> Faults()
    {
        if (Service is not null && (!Ipv4.TryParse(Service, null, out var address) || !address.IsOfOneMachine))
        {
            yield return $"key \"Frontend:Service\" is \"{Service}\", and must be one address of the boot network, such as 10.1.1.11";
        }

        if (Service is not null && Name is null)
        {
            yield return "key \"Frontend:Service\" is given and \"Frontend:Name\" is not: an address moves between frontends that each have a name";
        }
    }
}
