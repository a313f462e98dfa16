using System.Text;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Media.Repositories;
using BootService.Media.Signing;

namespace BootService.Media.Mirrors.Apt;

/// <summary>The words of a suite that are kept as its maker signed them.</summary>
/// <param name="Release">What they say.</param>
/// <param name="Files">The files they stand in, by their names: <c>InRelease</c>, <c>Release</c>, <c>Release.gpg</c>.</param>
internal sealed record SignedRelease(AptRelease Release, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Whether anybody signed it.</summary>
    public bool IsSigned => Files.ContainsKey("InRelease") || Files.ContainsKey("Release.gpg");
}

/// <summary>Reads a suite of an apt repository: its signed words, and the lists they vouch for.</summary>
/// <param name="web">Fetches.</param>
/// <param name="order">Which suite.</param>
internal sealed class AptSource(MirrorWeb web, AptMirrorOrder order)
{
    private const int SuiteBytes = 4 << 20;

    private readonly Uri _root = web.NameFolder(order.Address);

    private string Said => order.Said;

    /// <summary>The words of the suite.</summary>
    /// <param name="keys">Whose signature they must have; null when nobody's.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">It is not there, has not what is asked for, or is not signed so.</exception>
    public async Task<SignedRelease> ReadAsync(PublicKeys? keys, CancellationToken cancel)
    {
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var name in (string[])["InRelease", "Release", "Release.gpg"])
        {
            // The first carries its signature, so that text and signature are of one moment; the other two are for those that read no such.
            if (await web.FindAsync(AddressOf(order.PlaceOf(name)), SuiteBytes, cancel) is { } found)
            {
                files[name] = found;
            }
        }

        var signedText = files.TryGetValue("InRelease", out var signed) ? SignedText.Inside(Encoding.UTF8.GetString(signed)) : null;
        var text = signedText ?? (files.TryGetValue("Release", out var plain) ? Encoding.UTF8.GetString(plain) : order.IsFlat ? string.Empty : null)
            ?? throw new RefusedException(
                $"{order.Shown} has no suite \"{order.Suite}\": there is neither dists/{order.Suite}/InRelease nor dists/{order.Suite}/Release");
        if (signedText is not null && !(files.TryGetValue("Release", out var beside) && Encoding.UTF8.GetString(beside) == signedText))
        {
            // A server that is being renewed has one of them newer than the other: the signed one counts, and a signature beside the other is of another text.
            files["Release"] = Encoding.UTF8.GetBytes(signedText);
            files.Remove("Release.gpg");
        }

        var release = (order.IsFlat ? AptRelease.ParseFlat(order.Suite, text) : AptRelease.Parse(order.Suite, text))
            ?? throw new RefusedException($"the Release of {Said} names no components, architectures or SHA256 sums, so nothing of it could be checked");
        await CheckSignatureAsync(files, text, keys, cancel);
        if (!order.IsFlat)
        {
            Check(release);
        }
        else if (keys is not null && !release.Lists(string.Empty).Any())
        {
            throw new RefusedException($"the Release of {Said} has no SHA256 sum of its Packages, so its signature says nothing of them: take key= out if you "
                + "trust where it comes from");
        }

        return new SignedRelease(release, files);
    }

    /// <summary>Fetches a file that the words vouch for; null when the server has not this form of it.</summary>
    /// <exception cref="RefusedException">What it has is another than they say.</exception>
    public async Task<byte[]?> FindListAsync(AptRelease release, AptFile file, CancellationToken cancel)
    {
        var wanted = new FetchedFile(file.Size, file.Sum) { Witness = "Release" };
        var at = order.PlaceOf(file.Path);
        var bytes = await web.FindAsync(AddressOf(at), MediaLimits.ListBytes, cancel);
        if (bytes is not null && wanted.Fault(bytes) is null)
        {
            return bytes;
        }

        // While a mirror is renewed its names lead to the new lists already, or to the old ones still: under its sum a list does not change.
        var byName = $"{at[..(at.LastIndexOf('/') + 1)]}by-hash/SHA256/{file.Sum.Value}";
        if (release.HasSumNames && await web.FindAsync(AddressOf(byName), MediaLimits.ListBytes, cancel) is { } kept && wanted.Fault(kept) is null)
        {
            return kept;
        }

        return bytes is null ? null
            : throw new RefusedException($"Release and Packages of {Said} do not fit: {file.Path} {wanted.Fault(bytes)}; "
                + "the server may be in the middle of an update: try again later, or another mirror");
    }

    /// <summary>The packages of a flat repository for machines of an architecture.</summary>
    /// <exception cref="RefusedException">It has no list, or another than its Release says.</exception>
    public async Task<List<AptPackage>> FlatPackagesAsync(AptRelease release, string architecture, CancellationToken cancel)
    {
        foreach (var name in AptRelease.ListNames)
        {
            var file = release.Find(name);
            var bytes = file is not null ? await FindListAsync(release, file, cancel)
                : release.Lists(string.Empty).Any() ? null
                : await web.FindAsync(AddressOf(order.PlaceOf(name)), MediaLimits.ListBytes, cancel);
            if (bytes is not null)
            {
                return [.. Packages(name, bytes).Where(package => package.Architecture == architecture || package.Architecture is "all")];
            }
        }

        throw new RefusedException(
            $"{Said} has no Packages, so it is no flat repository of apt: give the address that stands after \"deb\" in its maker's line for apt, "
                + "and what follows it as suite=");
    }

    /// <summary>The packages in a list.</summary>
    public List<AptPackage> Packages(string file, byte[] bytes)
    {
        using var packed = new MemoryStream(bytes);
        return RepositoryFiles.Read(file, packed, Said, list => AptPackage.Read(list, order.IsRewritten).ToList());
    }

    /// <summary>The address of a file of the repository.</summary>
    public Uri AddressOf(string path) => new(_root, string.Join('/', path.Split('/').Select(Uri.EscapeDataString)));

    private void Check(AptRelease release)
    {
        var unknown = order.Components.Except(release.Suite.Components).ToArray();
        if (unknown.Length > 0)
        {
            throw new RefusedException($"{Said} has no component {string.Join(" and no component ", unknown)}: there {Listed(release.Suite.Components)}");
        }

        var architecture = AptArchitecture.Of(order.Arch);
        if (!release.Suite.Architectures.Contains(architecture) && !release.Suite.Architectures.SequenceEqual(["all"]))
        {
            throw new RefusedException($"{Said} has nothing for machines of {order.Arch} ({architecture}): there {Listed(release.Suite.Architectures)}");
        }
    }

    private async Task CheckSignatureAsync(Dictionary<string, byte[]> files, string text, PublicKeys? keys, CancellationToken cancel)
    {
        if (keys is null)
        {
            return;
        }

        var isGood = files.TryGetValue("InRelease", out var whole) ? await PackageSignatures.IsGoodAsync(keys, whole, signature: null, cancel)
            : files.TryGetValue("Release.gpg", out var signature) && await PackageSignatures.IsGoodAsync(keys, Encoding.UTF8.GetBytes(text), signature, cancel);
        if (!isGood)
        {
            throw new RefusedException(files.Keys.Any(name => name is not "Release")
                ? $"the Release of {Said} has no good signature by {keys.Said}: give the key it is signed with by key="
                : $"the Release of {Said} is not signed: take key= out if you trust where it comes from");
        }
    }

    private static string Listed(IReadOnlyCollection<string> names) => $"{(names.Count == 1 ? "is" : "are")} {string.Join(", ", names)}";
}
