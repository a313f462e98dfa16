using BootService.Core;
using BootService.Platform.Files;

namespace BootService.Media.Discs;

/// <summary>Paths of media as people type them.</summary>
public static class MediumPath
{
    /// <summary>What to say of a path at which the service finds nothing: there is nothing, or it may not look there.</summary>
    /// <param name="path">An absolute path.</param>
    public static RefusedException Absent(string path) => new(OutOfSight.Sentence(path));
}
