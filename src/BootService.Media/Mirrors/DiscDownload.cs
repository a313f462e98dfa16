using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Media.Work;

namespace BootService.Media.Mirrors;

/// <summary>Fetches images from the web into a folder. What an earlier try fetched of the same image is not fetched again.</summary>
/// <param name="web">Fetches.</param>
/// <param name="folder">Where images and pieces of them lie.</param>
/// <param name="time">The clock.</param>
internal sealed class DiscDownload(MirrorWeb web, string folder, TimeProvider time)
{
    private long _total;
    private long _kept;

    /// <summary>Whether an address is that of an image.</summary>
    public static bool IsImage(string word) =>
        Uri.TryCreate(word, UriKind.Absolute, out var address) && address.AbsolutePath.EndsWith(".iso", StringComparison.OrdinalIgnoreCase);

    /// <summary>Fetches one.</summary>
    /// <returns>Its path.</returns>
    /// <exception cref="RefusedException">It cannot be fetched; what was fetched stays for the next try.</exception>
    public async Task<string> FetchAsync(string word, IWorkReport report, CancellationToken cancel)
    {
        var address = web.Name(new Uri(word));
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(word)))[..16]}.iso");
        var (begun, before) = (time.GetTimestamp(), web.Received);
        await Watched.RunAsync(
            stop => web.PersistAsync(address, silence => ContinueAsync(address, path, silence), stop),
            () => report.ProgressAsync(
                $"Fetching {word}{TransferRate.Of(web.Received - before, _total - _kept, time.GetElapsedTime(begun))}", _kept + web.Received - before, _total),
            time,
            cancel);
        return path;
    }

    /// <summary>Deletes an image that is not needed any more.</summary>
    public static void Delete(string path)
    {
        File.Delete(path);
        File.Delete(VersionOf(path));
    }

    private static string VersionOf(string path) => path + ".version";

    private async Task<bool> ContinueAsync(Uri address, string path, CancellationTokenSource silence)
    {
        await using (var file = new FileStream(path + ".part", FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false))
        {
            // Bytes of which nobody knows what they are of are worth nothing.
            var version = File.Exists(VersionOf(path))
                && RangeConditionHeaderValue.TryParse(await File.ReadAllTextAsync(VersionOf(path), silence.Token), out var kept) ? kept : null;
            using var answer = await web.SendAsync(address, version is null ? 0 : file.Length, silence.Token, version);
            if (answer.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                File.Delete(VersionOf(path));
                throw new HttpRequestException("what was fetched before does not fit");
            }

            MirrorWeb.Check(address, answer.StatusCode);
            var goesOn = answer.StatusCode is HttpStatusCode.PartialContent && answer.Content.Headers.ContentRange?.From == file.Length;
            file.SetLength(goesOn ? file.Length : 0);
            file.Seek(0, SeekOrigin.End);
            (_kept, _total) = (file.Length, file.Length + (answer.Content.Headers.ContentLength ?? 0));
            CheckRoom(answer.Content.Headers.ContentLength ?? 0);
            Remember(answer, path);
            await web.ReceiveAsync(answer, file, silence);
        }

        File.Move(path + ".part", path, overwrite: true);
        return true;
    }

    /// <summary>Keeps what tells this version of the image from any other; a server that does not say lets nobody go on.</summary>
    private static void Remember(HttpResponseMessage answer, string path)
    {
        var version = answer.Headers.ETag is { IsWeak: false } tag ? tag.ToString() : answer.Content.Headers.LastModified?.ToString("r");
        if (version is null)
        {
            File.Delete(VersionOf(path));
        }
        else
        {
            File.WriteAllText(VersionOf(path), version);
        }
    }

    /// <summary>The image and the pallet made of it lie side by side for a while.</summary>
    private void CheckRoom(long left)
    {
        var (free, needed) = (new DriveInfo(folder).AvailableFreeSpace, left + _total);
        if (needed > free)
        {
            throw new RefusedException(
                $"{folder} has room for {ByteText.Of(free)} and this needs {ByteText.Of(needed)}: remove a pallet, or set ExportDirectory to a larger disk");
        }
    }
}
