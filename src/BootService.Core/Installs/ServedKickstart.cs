using System.Text;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>A frozen kickstart as a machine fetches it. It was frozen before anybody knew which boot network the machine comes by; what it names of ours must lie at the address the machine reaches. Pure.</summary>
public static class ServedKickstart
{
    private const string Ours = "/install/";

    /// <summary>The kickstart for a machine that asked one of our addresses: every URL of ours leads there. Everything else stays as it was frozen.</summary>
    /// <param name="frozen">The kickstart, UTF-8.</param>
    /// <param name="frontend">This machine on all boot interfaces.</param>
    /// <param name="asked">Our address that was asked; any other leaves the kickstart alone.</param>
    public static ReadOnlyMemory<byte> At(ReadOnlyMemory<byte> frozen, Frontend frontend, Ipv4 asked)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        if (frontend.Others.IsEmpty || asked.IsAny || !frontend.Has(asked))
        {
            return frozen;
        }

        var own = frontend.At(asked).BaseUrl + Ours;
        var text = Encoding.UTF8.GetString(frozen.Span);
        var served = frontend.All.Where(link => link.Address != asked).Aggregate(text, (current, link) => current.Replace(link.BaseUrl + Ours, own, StringComparison.Ordinal));
        return ReferenceEquals(served, text) ? frozen : Encoding.UTF8.GetBytes(served);
    }
}
