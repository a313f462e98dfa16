using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using BootService.Core;
using BootService.Core.Repositories;
using BootService.Platform.Files;

namespace BootService.Media.Mirrors;

/// <summary>Fetches from repositories, over HTTP and from files, through the proxy of the surroundings or of the repository.</summary>
internal sealed class MirrorWeb : IDisposable
{
    private const int ChunkBytes = 256 << 10;

    private readonly WebAccess _access;
    private readonly WebPersistence _persistence;
    private long _received;

    /// <exception cref="RefusedException">The repository wants something that cannot be kept.</exception>
    public MirrorWeb(RepoFile? repository, int connections, TimeProvider time)
    {
        _access = new WebAccess(repository, connections);
        _persistence = new WebPersistence(time);
    }

    /// <summary>Bytes of packages received since the start.</summary>
    public long Received => Interlocked.Read(ref _received);

    /// <inheritdoc cref="WebAccess.Name"/>
    public Uri Name(Uri address) => _access.Name(address);

    /// <summary>Takes the address of a folder that a person named: besides user and password its query is kept.</summary>
    /// <returns>The address without any of them.</returns>
    public Uri NameFolder(Uri address) => _access.Folder(_access.Name(address));

    /// <inheritdoc cref="WebAccess.Folder"/>
    public Uri Folder(Uri address) => _access.Folder(address);

    /// <summary>The text at an address.</summary>
    public async Task<string> TextAsync(Uri address, long most, CancellationToken cancel) =>
        Encoding.UTF8.GetString(await FindAsync(address, most, cancel) ?? throw new RefusedException($"{address} is not there (404)"));

    /// <summary>The bytes at an address; null when there is nothing.</summary>
    /// <param name="address">The address.</param>
    /// <param name="most">How many bytes there may be; more are not read.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">It cannot be fetched; the sentence names it and why.</exception>
    public Task<byte[]?> FindAsync(Uri address, long most, CancellationToken cancel) => _persistence.RunAsync<byte[]?>(address, async silence =>
    {
        if (address.IsFile)
        {
            return Present(address, most);
        }

        using var answer = await _access.SendAsync(address, from: 0, version: null, waits: false, silence.Token);
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Gone)
        {
            return null;
        }

        Check(address, answer.StatusCode);
        using var bytes = new MemoryStream();
        await ReceiveAsync(answer, (chunk, _) =>
        {
            bytes.Write(chunk.Span);
            return bytes.Length <= most ? default : throw new RefusedException($"{address} is longer than {Said(most)}, and nothing of its kind is");
        }, silence);
        return bytes.ToArray();
    }, cancel);

    /// <summary>
    /// Fetches a file to a path, from where an earlier try ended; it has the path's name once it is whole. Works on the caller's thread but for pauses.
    /// </summary>
    /// <param name="address">Where it is.</param>
    /// <param name="path">Where it goes.</param>
    /// <param name="file">What it is to be.</param>
    /// <param name="begun">Whether an earlier try left its beginning.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="RefusedException">It cannot be fetched, or is not what it should be.</exception>
    public Task FetchAsync(Uri address, string path, FetchedFile file, bool begun, CancellationToken cancel) => _persistence.RunAsync(address, async silence =>
    {
        var part = path + ".part";
        if (!begun && !address.IsFile && file.Size is > 0 and <= ChunkBytes)
        {
            begun = true;
            FetchSmall(address, path, file, silence);
            return true;
        }

        if (address.IsFile)
        {
            await CopyAsync(address, part, silence.Token);
        }
        else
        {
            await ContinueAsync(address, part, file, silence);
        }

        if (file.Fault(part, silence.Token) is { } fault)
        {
            File.Delete(part);
            throw new RefusedException($"{address} {fault}");
        }

        File.Move(part, path, overwrite: true);
        return true;
    }, cancel);

    /// <inheritdoc cref="WebPersistence.RunAsync"/>
    public Task<T> PersistAsync<T>(Uri address, Func<CancellationTokenSource, Task<T>> work, CancellationToken cancel) =>
        _persistence.RunAsync(address, work, cancel);

    /// <summary>Asks for a file.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="from">How many of its first bytes are here already.</param>
    /// <param name="cancel">Stops it.</param>
    /// <param name="version">The file they are of; the server sends another one whole. Null when that need not be known.</param>
    public Task<HttpResponseMessage> SendAsync(Uri address, long from, CancellationToken cancel, RangeConditionHeaderValue? version = null) =>
        _access.SendAsync(address, from, version, waits: false, cancel).AsTask();

    /// <summary>Writes what comes of an answer to the end of a file.</summary>
    public Task ReceiveAsync(HttpResponseMessage answer, Stream file, CancellationTokenSource silence) => ReceiveAsync(answer, async (chunk, cancel) =>
    {
        await file.WriteAsync(chunk, cancel);
        Interlocked.Add(ref _received, chunk.Length);
    }, silence);

    public void Dispose() => _access.Dispose();

    private static byte[]? Present(Uri address, long most)
    {
        try
        {
            return Path.Exists(address.LocalPath) ? RegularFile.Bytes(address.LocalPath, most) : null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(fault.Message.ReplaceLineEndings(" ").TrimEnd('.'));
        }
    }

    /// <summary>Fetches what fits into memory: it is added up there, and touches the disk once. What came of it before a break is kept.</summary>
    private void FetchSmall(Uri address, string path, FetchedFile file, CancellationTokenSource silence)
    {
        using var answer = _access.SendAsync(address, from: 0, version: null, waits: true, silence.Token).AsTask().GetAwaiter().GetResult();
        Check(address, answer.StatusCode);

        // Reading waits in the kernel, where only the end of the connection reaches it.
        using var ending = silence.Token.UnsafeRegister(static ended => ((HttpResponseMessage)ended!).Dispose(), answer);
        var size = (int)file.Size;
        var room = ArrayPool<byte>.Shared.Rent(size + 1);
        var (done, heard) = (0, 0);
        try
        {
            using var body = answer.Content.ReadAsStream(silence.Token);
            while (done <= size && body.Read(room, done, size + 1 - done) is var read and > 0)
            {
                WebPersistence.Hear(silence, ref heard, read);
                done += read;
                Interlocked.Add(ref _received, read);
            }

            if (file.Fault(room.AsSpan(0, done)) is { } fault)
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

    private async Task CopyAsync(Uri address, string part, CancellationToken cancel)
    {
        await using var from = RegularFile.OpenStream(address.LocalPath);
        await using var to = File.Create(part);
        await from.CopyToAsync(to, ChunkBytes, cancel);
        Interlocked.Add(ref _received, to.Length);
    }

    private async Task ContinueAsync(Uri address, string part, FetchedFile wanted, CancellationTokenSource silence)
    {
        await using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: false);
        if (wanted.Size > 0 && file.Length == wanted.Size)
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
            if (wanted.LongerThan(file.Length) is { } fault)
            {
                throw new RefusedException($"{address} {fault}");
            }
        }, silence);
    }

    private static async Task ReceiveAsync(
        HttpResponseMessage answer, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask> take, CancellationTokenSource silence)
    {
        await using var body = await answer.Content.ReadAsStreamAsync(silence.Token);
        var chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var heard = 0;
        try
        {
            while (await body.ReadAsync(chunk, silence.Token) is var read and > 0)
            {
                WebPersistence.Hear(silence, ref heard, read);
                await take(chunk.AsMemory(0, read), silence.Token);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
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

    private static string Said(long bytes) => bytes >= 1 << 20 ? $"{bytes >> 20} MB" : $"{bytes} bytes";
}
