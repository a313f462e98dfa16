using BootService.Core;
using BootService.Media.Pallets;

namespace BootService.Media.Mirrors;

/// <summary>Fetches media from the web until their pallets are added: images, and unpacked trees of an OS.</summary>
/// <param name="folder">Where pallets lie.</param>
/// <param name="time">The clock.</param>
public sealed class MediaFetch(PalletFolder folder, TimeProvider time)
{
    private const int Connections = 8;

    /// <summary>Whether a word names something on the web.</summary>
    public static bool IsAddress(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return word.StartsWith("http://", StringComparison.Ordinal) || word.StartsWith("https://", StringComparison.Ordinal);
    }

    /// <summary>Fetches media, one after the other. What was fetched stays for the next try when one cannot be.</summary>
    /// <param name="words">Their addresses; one that does not end in <c>.iso</c> is a tree's.</param>
    /// <param name="report">Told how far it is.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>The path of each: a file, or a folder for a tree.</returns>
    /// <exception cref="RefusedException">One cannot be fetched or kept.</exception>
    public async Task<Dictionary<string, string>> FetchAsync(IEnumerable<string> words, IWorkReport report, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(report);
        var fetched = new Dictionary<string, string>(StringComparer.Ordinal);
        using var web = new MirrorWeb(repository: null, Connections, time);
        foreach (var word in words.Distinct(StringComparer.Ordinal))
        {
            try
            {
                fetched.Add(word, await (DiscDownload.IsImage(word)
                    ? new DiscDownload(web, folder.Images, time).FetchAsync(word, report, cancel)
                    : new WebTree(web, folder.Images, Connections, time).FetchAsync(word, report, cancel)));
            }
            catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
            {
                throw new RefusedException($"{word} cannot be kept: {fault.Message.ReplaceLineEndings(" ").TrimEnd('.')}");
            }
        }

        return fetched;
    }

    /// <summary>Deletes what <see cref="FetchAsync"/> fetched and nobody needs any more.</summary>
    /// <param name="path">The path of one.</param>
    public static void Delete(string path)
    {
        if (Directory.Exists(path))
        {
            WebTree.Delete(path);
        }
        else
        {
            DiscDownload.Delete(path);
        }
    }
}
