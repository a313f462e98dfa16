using System.Net;
using System.Net.Http.Headers;
using BootService.Core;
using BootService.Core.Pallets;

namespace BootService.Pallets;

/// <summary>A frontend that a pallet can be fetched from.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Url">Where its pallets are, with a slash at the end.</param>
internal readonly record struct PalletSource(string Name, string Url);

/// <summary>
/// Fetches files from other frontends as nodes do, without a word of who asks: pallets are given to whoever asks for them, and what comes is believed by its
/// digest alone.
/// </summary>
internal sealed class PeerFiles(TimeProvider time) : IDisposable
{
    /// <summary>A list is a line for each file; a longer one than this is none.</summary>
    private const int LongestList = 256 << 20;

    private const int ChunkOctets = 256 << 10;

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        UseCookies = false,
        UseProxy = false,
        AllowAutoRedirect = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>The list of a pallet's files.</summary>
    /// <exception cref="RefusedException">It does not come, or is another one.</exception>
    public async Task<PalletManifest> ListAsync(PalletSource from, string folder, string digest, CancellationToken cancel)
    {
        using var written = new MemoryStream();
        await FetchAsync(from, $"{HeldPallets.Lists}/{digest}", written, LongestList, _ => { }, cancel);
        var octets = written.GetBuffer().AsSpan(0, (int)written.Length);
        return PalletManifest.DigestOf(octets) == digest && PalletManifest.Parse(octets) is { } manifest && manifest.Folder == folder
            ? manifest
            : throw new RefusedException(
                $"the list of the files of {folder} that {from.Name} gives out is another one than was made when the pallet was added");
    }

    /// <summary>Fetches a file, from where it was left off.</summary>
    /// <param name="from">Where from.</param>
    /// <param name="name">Its name below the pallets.</param>
    /// <param name="into">What is there of it; the rest is written behind.</param>
    /// <param name="most">The octets of the whole.</param>
    /// <param name="read">Told how many octets came.</param>
    /// <param name="cancel">Gives up.</param>
    /// <exception cref="RefusedException">It does not come.</exception>
    public async Task FetchAsync(PalletSource from, string name, Stream into, long most, Action<long> read, CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var clock = time.CreateTimer(_ => patience.Cancel(), null, Silence, Timeout.InfiniteTimeSpan);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, from.Url + PalletManifest.Escaped(name));
            into.Seek(0, SeekOrigin.End);
            request.Headers.Range = into.Length == 0 ? null : new RangeHeaderValue(into.Length, null);
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (answer.StatusCode is HttpStatusCode.OK)
            {
                into.SetLength(0);
            }
            else if (answer.StatusCode is not HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != into.Length)
            {
                throw new RefusedException($"{from.Name} does not give out {name} ({(int)answer.StatusCode})");
            }

            await using var content = await answer.Content.ReadAsStreamAsync(patience.Token);
            var chunk = new byte[ChunkOctets];
            for (int count; (count = await content.ReadAsync(chunk, patience.Token)) > 0;)
            {
                clock.Change(Silence, Timeout.InfiniteTimeSpan);
                await into.WriteAsync(chunk.AsMemory(0, count), patience.Token);
                read(count);
                if (into.Length > most)
                {
                    throw new RefusedException($"{name} is longer at {from.Name} than it was when the pallet was added");
                }
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new RefusedException($"{from.Name} sends nothing of {name} for {Silence.TotalSeconds:0} s");
        }
        catch (HttpRequestException fault)
        {
            throw new RefusedException($"{from.Name} cannot be reached for {name} ({fault.Message.ReplaceLineEndings(" ").TrimEnd('.')})");
        }
        catch (HttpIOException)
        {
            throw new RefusedException($"{from.Name} hung up in the middle of {name}");
        }
    }

    public void Dispose() => _http.Dispose();
}
