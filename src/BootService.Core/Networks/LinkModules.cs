using System.Text;

namespace BootService.Core.Networks;

/// <summary>Writes which kernel modules links want, as shell that makes the files a system reads at its start.</summary>
public static class LinkModules
{
    /// <summary>Whether a text is the name of a kernel module.</summary>
    public static bool IsOne(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= 55 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or '-');
    }

    /// <summary>The shell; empty when no link wants one.</summary>
    /// <param name="network">The network.</param>
    /// <param name="isOld">Whether the system is Enterprise Linux 6, where modprobe is told which module a link has.</param>
    public static string Script(NodeNetwork network, bool isOld)
    {
        ArgumentNullException.ThrowIfNull(network);
        var script = new StringBuilder(network.Modules.IsEmpty || isOld ? "" : "mkdir -p /etc/modules-load.d\n");
        foreach (var (link, module) in network.Modules)
        {
            script.Append(isOld
                ? $"echo 'alias {link} {module}' > /etc/modprobe.d/link-{link}.conf\n"
                : $"echo {module} > /etc/modules-load.d/link-{link}.conf\n");
        }

        return script.ToString();
    }
}
