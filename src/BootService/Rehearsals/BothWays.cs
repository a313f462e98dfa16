using BootService.Core.Networks;
using BootService.Firmware;
using BootService.Firmware.Http;
using BootService.Firmware.Tftp;
using BootService.Firmware.Wire;
using BootService.Protocols.Road;
using BootService.Protocols.Tftp;

namespace BootService.Rehearsals;

/// <summary>
/// What was fetched one way is fetched the other way too: TFTP and <c>/install/boot/</c> must bring the same octets, since the next machine takes the other
/// way.
/// </summary>
internal static class BothWays
{
    /// <summary>The step that fetches the same file the other way; null when there is no other way.</summary>
    public static FileStep? Other(FileStep step, Frontend frontend)
    {
        var root = frontend.BaseUrl + "/install/boot/";
        return step switch
        {
            { File: null } => null,
            TftpStep { Stage: BootStage.Tftp } =>
                new HttpStep(
                    HttpDialect.Packages, root + Uri.EscapeDataString(Normal(step.What)).Replace("%2F", "/", StringComparison.Ordinal), Normal(step.What)),
            HttpStep { Stage: BootStage.Http } http when http.Url.StartsWith(root, StringComparison.Ordinal)
                && !http.Url.EndsWith(".ipxe", StringComparison.Ordinal) =>
                new TftpStep(TftpDialect.Ipxe, frontend.Address, Uri.UnescapeDataString(http.Url[root.Length..])),
            _ => null,
        };
    }

    /// <summary>Holds the two against each other and says it on the second.</summary>
    public static void Compare(FetchedFile first, FileStep second)
    {
        if (second.File is not { } file)
        {
            return;
        }

        var same = file.Length == first.Length && file.Digest == first.Digest;
        second.Verdict = same ? second.Verdict : StepVerdict.Failed;
        second.Why = same
            ? $"the same as over {(second is HttpStep ? "TFTP" : "HTTP")}"
            : $"{file.Length} octets came over {(second is HttpStep ? "HTTP" : "TFTP")}, {first.Length} the other way, and they are not the same";
    }

    private static string Normal(string name)
    {
        Span<char> normal = stackalloc char[TftpFileName.MaxLength];
        return TftpFileName.TryNormalize(name, normal, out var length) is TftpNameFault.None ? normal[..length].ToString() : name;
    }
}
