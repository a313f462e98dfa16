using BootService.Core;
using BootService.Core.Iso;
using BootService.Platform.Files;
using Microsoft.Win32.SafeHandles;

namespace BootService.Media.Discs;

/// <summary>An image of a disc, open, and the names on it.</summary>
public sealed class DiscImage : IDisposable
{
    private DiscImage(SafeFileHandle file, IsoImage image) => (File, Content) = (file, image);

    /// <summary>The image, open for reading.</summary>
    public SafeFileHandle File { get; }

    /// <summary>What lies on it.</summary>
    public IsoImage Content { get; }

    /// <summary>Opens an image and reads its names.</summary>
    /// <param name="path">Its path.</param>
    /// <exception cref="RefusedException">It is none, or a broken one; the sentence begins with its path.</exception>
    /// <exception cref="IOException">It is no regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static DiscImage Open(string path)
    {
        var file = RegularFile.Open(path);
        try
        {
            var fault = IsoImage.TryRead((offset, into) => ReadAll(file, offset, into), RandomAccess.GetLength(file), out var image);
            return fault is null ? new DiscImage(file, image!) : throw new RefusedException($"{path} {fault}");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads bytes of the image. Safe from several threads.</summary>
    /// <returns>How many were read; less than asked for only at the end.</returns>
    public int Read(long offset, Span<byte> into) => ReadAll(File, offset, into);

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();

    private static int ReadAll(SafeFileHandle file, long offset, Span<byte> into)
    {
        var done = 0;
        while (done < into.Length && RandomAccess.Read(file, into[done..], offset + done) is var read and > 0)
        {
            done += read;
        }

        return done;
    }
}
