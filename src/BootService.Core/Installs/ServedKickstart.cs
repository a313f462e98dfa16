using System.Text;
using System.Text.RegularExpressions;
using BootService.Core.Networks;
using BootService.Protocols.Net;

namespace BootService.Core.Installs;

/// <summary>
/// A frozen kickstart as a machine fetches it. It was frozen before anybody knew which boot network the machine comes by, and perhaps before the
/// frontend got another address; what it names of ours must lie at the address the machine reaches. Pure.
/// </summary>
public static partial class ServedKickstart
{
    private const string Ours = "/install/";

    /// <summary>
    /// The kickstart for a machine that asked one of our addresses: every URL of ours leads there, and an address that was ours when it was frozen is the
    /// one of now. Everything else stays as it was frozen.
    /// </summary>
    /// <param name="frozen">The kickstart, UTF-8.</param>
    /// <param name="secret">The attempt's secret: the URLs it reports to have it, and tell what our address was.</param>
    /// <param name="frontend">This machine on all boot interfaces.</param>
    /// <param name="asked">Our address that was asked; any other leaves the kickstart alone.</param>
    public static ReadOnlyMemory<byte> At(ReadOnlyMemory<byte> frozen, string secret, Frontend frontend, Ipv4 asked)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        if (asked.IsAny || !frontend.Has(asked))
        {
            return frozen;
        }

        var text = Encoding.UTF8.GetString(frozen.Span);
        var old = FormerAddress(text, secret, frontend);
        if (frontend.Others.IsEmpty && old is null)
        {
            return frozen;
        }

        var own = frontend.At(asked).BaseUrl + Ours;
        var served = frontend.All.Where(link => link.Address != asked)
            .Aggregate(text, (current, link) => current.Replace(link.BaseUrl + Ours, own, StringComparison.Ordinal));
        if (old is { } gone)
        {
            served = Address().Replace(served, found => found.Value == gone ? asked.ToString() : found.Value);
        }

        return served == text ? frozen : Encoding.UTF8.GetBytes(served);
    }

    /// <summary>
    /// The kickstart for a machine behind a relay: every URL of a frontend leads to the relay. What names a frontend otherwise, such as a time server, stays.
    /// </summary>
    /// <param name="frozen">The kickstart, UTF-8.</param>
    /// <param name="secret">The attempt's secret.</param>
    /// <param name="frontend">This machine, and those that share its database.</param>
    /// <param name="relay">The start of every URL of the relay, without a slash at the end.</param>
    public static ReadOnlyMemory<byte> Through(ReadOnlyMemory<byte> frozen, string secret, Frontend frontend, string relay)
    {
        ArgumentNullException.ThrowIfNull(frontend);
        var text = Encoding.UTF8.GetString(frozen.Span);
        var former = FormerAddress(text, secret, frontend);
        var served = OfFrontend().Replace(text, found =>
            found.Groups["address"].Value is var named && (named == former || (Ipv4.TryParse(named, null, out var address) && frontend.IsAnyFrontends(address)))
                ? relay + Ours
                : found.Value);
        return served == text ? frozen : Encoding.UTF8.GetBytes(served);
    }

    /// <summary>The address that a kickstart names as ours and that is none of ours any more; null when all it names is.</summary>
    /// <param name="frozen">The kickstart.</param>
    /// <param name="secret">The attempt's secret.</param>
    /// <param name="frontend">This machine on all boot interfaces.</param>
    public static string? FormerAddress(string frozen, string secret, Frontend frontend)
    {
        ArgumentNullException.ThrowIfNull(frozen);
        ArgumentNullException.ThrowIfNull(frontend);
        if (string.IsNullOrEmpty(secret))
        {
            return null;
        }

        for (var at = frozen.IndexOf(secret, StringComparison.Ordinal); at >= 0; at = frozen.IndexOf(secret, at + 1, StringComparison.Ordinal))
        {
            const int LongestStart = 80;
            var start = frozen[Math.Max(0, at - LongestStart)..at];
            if (Report().Match(start) is { Success: true } report && Ipv4.TryParse(report.Groups["address"].ValueSpan, null, out var named)
                && !frontend.Has(named))
            {
                return report.Groups["address"].Value;
            }
        }

        return null;
    }

    [GeneratedRegex(@"http://(?<address>[0-9.]+)(:[0-9]+)?/install/[a-z]+/\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Report();

    [GeneratedRegex(@"http://(?<address>[0-9.]+)(:[0-9]+)?/install/", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex OfFrontend();

    [GeneratedRegex(@"(?<![0-9.])[0-9]{1,3}(\.[0-9]{1,3}){3}(?![0-9]|\.[0-9])", RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Address();
}
