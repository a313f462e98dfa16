using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using BootService.Core;
using BootService.Core.Repositories;

namespace BootService.Media.Mirrors;

/// <summary>Fetches from repositories, over HTTP and from files, through the proxy of the surroundings or of the repository.</summary>
internal sealed class MirrorWeb : IDisposable
{
    private const int Attempts = 4;
    private const int ChunkBytes = 256 << 10;
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly AuthenticationHeaderValue? _authorization;
    private long _received;

    public MirrorWeb(RepoFile? repository, int connections, TimeProvider time)
    {
        _time = time;
        var handler = new SocketsHttpHandler
        {
            MaxConnectionsPerServer = connections,
            ConnectTimeout = TimeSpan.FromSeconds(20),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            AutomaticDecompression = DecompressionMethods.None,
        };
        if (repository?.Proxy is { } proxy)
        {
            (handler.UseProxy, handler.Proxy) = (proxy.Length > 0, proxy.Length > 0 ? new WebProxy(proxy) : null);
        }

        _http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.UserAgent.ParseAdd("bootservice-mirror/1.0");
        _authorization = repository is { UserName: { } user }
            ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{repository.Password}")))
            : null;
    }

    /// <summary>Bytes of packages received since the start.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <summary>The text at an address.</summary>
    public async Task<string> TextAsync(Uri address, long most, CancellationToken cancel) =>
        Encoding.UTF8.GetString(await FindAsync(address, most, cancel) ?? throw new RefusedException($"{address} is not there (404)"));

    /// <summary>The bytes at an address; null when there is nothing.</summary>
    /// <exception cref="RefusedException">It cannot be fetched; the sentence names it and why.</exception>
    public Task<byte[]?> FindAsync(Uri address, long most, CancellationToken cancel) => PersistAsync<byte[]?>(address, async silence =>
    {
        if (address.IsFile)
        {
            return File.Exists(address.LocalPath) ? await File.ReadAllBytesAsync(address.LocalPath, cancel) : null;
        }

        using var answer = await SendAsync(address, from: 0, silence.Token);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return null;
        }

        Check(address, answer.StatusCode);
        using var bytes = new MemoryStream();
        await ReceiveAsync(answer, (chunk, _) =>
        {
            bytes.Write(chunk.Span);
            return bytes.Length <= most ? default : throw new RefusedException($"{address} is longer than {most >> 20} MB");
        }, silence);
        return bytes.ToArray();
    }, cancel);

    /// <summary>Fetches a file to a path, from where an earlier try ended; it has the path's name once it is whole. Works on the caller's thread but for pauses.</summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="size">Its bytes; 0 when nobody knows.</param>
    /// <param name="sum">What it adds up to; null when nobody knows.</param>
    /// <param name="begun">Whether an earlier try left its beginning.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">It cannot be fetched, or is not what it should be.</exception>
    public Task FetchAsync(Uri address, string path, long size, Checksum? sum, bool begun, CancellationToken cancel) => PersistAsync(address, async silence =>
    {
        var part = path + ".part";
        if (!begun && !address.IsFile && size is > 0 and <= ChunkBytes)
        {
            begun = true;
            FetchSmall(address, path, (int)size, sum, silence);
            return true;
        }

        if (address.IsFile)
        {
            await CopyAsync(address, part, silence.Token);
        }
        else
        {
            await ContinueAsync(address, part, size, silence);
        }

        if (Fault(part, size, sum, silence.Token) is { } fault)
        {
            File.Delete(part);
            throw new RefusedException($"{address} {fault}");
        }

        File.Move(part, path, overwrite: true);
        return true;
    }, cancel);

    /// <summary>Fetches what fits into memory: it is added up there, and touches the disk once. What came of it before a break is kept.</summary>
    private void FetchSmall(Uri address, string path, int size, Checksum? sum, CancellationTokenSource silence)
    {
        using var request = Request(address, from: 0, version: null);
        using var answer = _http.Send(request, HttpCompletionOption.ResponseHeadersRead, silence.Token);
        Check(address, answer.StatusCode);

        // Reading waits in the kernel, where only the end of the connection reaches it.
        using var ending = silence.Token.UnsafeRegister(static ended => ((HttpResponseMessage)ended!).Dispose(), answer);
        var room = ArrayPool<byte>.Shared.Rent(size + 1);
        var done = 0;
        try
        {
            using var body = answer.Content.ReadAsStream(silence.Token);
            while (done <= size && body.Read(room, done, size + 1 - done) is var read and > 0)
            {
                silence.CancelAfter(Silence);
                done += read;
                Interlocked.Add(ref _received, read);
            }

            if (Fault(room.AsSpan(0, done), size, sum) is { } fault)
            {
                throw new RefusedException($"{address} {fault}");
            }

            Write(path + ".part", room.AsSpan(0, done));
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or ObjectDisposedException)
        {
            Write(path + ".part", room.AsSpan(0, Math.Min(done, size)));
            silence.Token.ThrowIfCancellationRequested();
            throw;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(room);
        }

        File.Move(path + ".part", path, overwrite: true);
    }

    private static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.Write(file, bytes, 0);
    }

    private static string? Fault(ReadOnlySpan<byte> bytes, long size, Checksum? sum) =>
        bytes.Length > size ? LongerThan(size)
        : bytes.Length < size ? ShorterThan(bytes.Length, size)
        : sum is { } known && Convert.ToHexStringLower(CryptographicOperations.HashData(new HashAlgorithmName(known.Algorithm.ToUpperInvariant()), bytes)) != known.Value ? DoesNotAddUp(known)
        : null;

    private static string LongerThan(long size) => $"is longer than the {size} bytes that the repository states";

    private static string ShorterThan(long length, long size) => $"has {length} bytes and not the {size} that the repository states";

    private static string DoesNotAddUp(Checksum sum) => $"does not have the {sum.Algorithm} sum that the repository states";

    /// <summary>Why a file is not what it should be; null when it is.</summary>
    public static string? Fault(string path, long size, Checksum? sum, CancellationToken cancel)
    {
        var length = new FileInfo(path).Length;
        if (size > 0 && length != size)
        {
            return ShorterThan(length, size);
        }

        if (sum is not { } known)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(new HashAlgorithmName(known.Algorithm.ToUpperInvariant()));
        using var file = File.OpenHandle(path);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            for (long done = 0; RandomAccess.Read(file, chunk, done) is var read and > 0; done += read)
            {
                cancel.ThrowIfCancellationRequested();
                hash.AppendData(chunk, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }

        return Convert.ToHexStringLower(hash.GetCurrentHash()) == known.Value ? null : DoesNotAddUp(known);
    }

    public void Dispose() => _http.Dispose();

    private async Task CopyAsync(Uri address, string part, CancellationToken cancel)
    {
        await using var from = File.OpenRead(address.LocalPath);
        await using var to = File.Create(part);
        await from.CopyToAsync(to, ChunkBytes, cancel);
        Interlocked.Add(ref _received, to.Length);
    }

    private async Task ContinueAsync(Uri address, string part, long size, CancellationTokenSource silence)
    {
        await using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
        if (size > 0 && file.Length == size)
        {
            return;
        }

        using var answer = await SendAsync(address, file.Length, silence.Token);
        if (answer.StatusCode is HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            file.SetLength(0);
            throw new HttpRequestException("what was fetched before does not fit");
        }

        Check(address, answer.StatusCode);
        if (answer.StatusCode is not HttpStatusCode.PartialContent || answer.Content.Headers.ContentRange?.From != file.Length)
        {
            file.SetLength(0);
        }

        file.Seek(0, SeekOrigin.End);
        await ReceiveAsync(answer, async (chunk, cancel) =>
        {
            await file.WriteAsync(chunk, cancel);
            Interlocked.Add(ref _received, chunk.Length);
            if (size > 0 && file.Length > size)
            {
                throw new RefusedException($"{address} {LongerThan(size)}");
            }
        }, silence);
    }

    /// <summary>Asks for a file.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="from">How many of its first bytes are here already.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="version">The file they are of; the server sends another one whole. Null when that need not be known.</param>
    public async Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancel, RangeConditionHeaderValue? version = null)
    {
        using var request = Request(address, from, version);
        return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
    }

    private HttpRequestMessage Request(Uri address, long from, RangeConditionHeaderValue? version)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = _authorization;
        request.Headers.Range = from > 0 ? new RangeHeaderValue(from, null) : null;
        request.Headers.IfRange = from > 0 ? version : null;
        return request;
    }

    /// <summary>Writes what comes of an answer to the end of a file.</summary>
    public Task ReceiveAsync(HttpResponseMessage answer, Stream file, CancellationTokenSource silence) => ReceiveAsync(answer, async (chunk, cancel) =>
    {
        await file.WriteAsync(chunk, cancel);
        Interlocked.Add(ref _received, chunk.Length);
    }, silence);

    private static async Task ReceiveAsync(HttpResponseMessage answer, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationTokenSource silence)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(silence.Token);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (await body.ReadAsync(chunk, silence.Token) is var read and > 0)
            {
                silence.CancelAfter(Silence);
                await take(chunk.AsMemory(0, read), silence.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    /// <summary>Tries again after what passes by itself: a connection that breaks, a server that is busy or says nothing.</summary>
    public async Task<T> PersistAsync<T>(Uri address, Func<CancellationTokenSource, Task<T>> work, CancellationToken cancel)
    {
        for (var attempt = 1; ; attempt++)
        {
            using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            silence.CancelAfter(Silence);
            string why;
            try
            {
                return await work(silence);
            }
            catch (HttpRequestException fault)
            {
                why = (fault.InnerException ?? fault).Message.TrimEnd('.');
            }
            catch (HttpIOException fault)
            {
                why = fault.Message.TrimEnd('.');
            }
            catch (IOException fault) when (fault.InnerException is System.Net.Sockets.SocketException)
            {
                why = fault.InnerException.Message.TrimEnd('.');
            }
            catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
            {
                why = $"no answer for {Silence.TotalSeconds} seconds";
            }

            if (attempt == Attempts)
            {
                throw new RefusedException($"{address} cannot be fetched: {why}");
            }

            // The first time at once: most servers only closed a connection they held open for long.
            if (attempt > 1)
            {
                await Task.Delay(Pause * attempt, _time, cancel);
            }
        }
    }

    /// <summary>Goes on when a server gave what was asked for.</summary>
    /// <exception cref="HttpRequestException">It may give it later.</exception>
    /// <exception cref="RefusedException">It will not.</exception>
    public static void Check(Uri address, HttpStatusCode status)
    {
        if ((int)status >= 500)
        {
            throw new HttpRequestException($"the server answered {(int)status}");
        }

        if ((int)status >= 300)
        {
            throw new RefusedException($"{address} cannot be fetched: the server answered {(int)status} {status}");
        }
    }
}
