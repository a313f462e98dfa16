using System.Globalization;
using BootService.Core.Installers;
using BootService.Core.Networks;

namespace BootService.Core.Profiles.Emit;

/// <summary>Puts a node's network into the installer's words and into the shell of the new system.</summary>
internal static class NetworkEmitter
{
    /// <summary>
    /// The options of the command <c>network</c> for the card the machine booted from, which the loader names to the installer. The first card with a link
    /// may be another one.
    /// </summary>
    public static string BootCard(NodeNetwork network) => network.BootMtu is { } mtu
        ? string.Create(CultureInfo.InvariantCulture, $"--device=bootif --bootproto=dhcp --onboot=yes --mtu={mtu}")
        : "--device=bootif --bootproto=dhcp --onboot=yes";

    /// <summary>The script that configures every card; empty when the installer's own configuration is all that is wanted.</summary>
    public static string Script(NodeNetwork network, AnacondaGeneration generation) => network.IsBootCardOnly ? ""
        : generation >= AnacondaGeneration.El9 ? KeyfileScript.Of(network)
        : IfcfgScript.Of(network, needsBondAlias: generation is AnacondaGeneration.El6);
}
