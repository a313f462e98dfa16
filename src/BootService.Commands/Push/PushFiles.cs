using BootService.Commands.Catalog;
using BootService.Commands.Ports;
using BootService.Core;

namespace BootService.Commands.Verbs;

[Command("push files", "Makes the files of the site at all other frontends what they are at this one: site-profiles, carts and bootfiles.",
    Detail = "Frontends that share a database share what is in it, and not what lies on their disks; installs are set up only while they have the same "
        + "profiles. Files that others have and this one has not are taken away there. What gives way is kept there in .before-push of the export directory, "
        + "until the next push. Hidden files, links and files above 64 MB are not pushed. Pallets need no push: frontends fetch them from each other.",
    Example = "push files")]
internal sealed class PushFiles(IFilePush push) : ICommand
{
    public async Task RunAsync(CommandCall call, CancellationToken cancel)
    {
        var ended = await push.PushAsync(call.Output.ProgressAsync, cancel);
        foreach (var (frontend, files) in ended.Where(one => one.WhyNot is null))
        {
            call.Output.Message(files == 0 ? $"{frontend} has the same files already" : $"{frontend} has the same files now: {files} were changed there");
        }

        if (ended.Where(one => one.WhyNot is not null).Select(one => $"{one.Frontend} has not taken the files: {one.WhyNot}").ToArray() is { Length: > 0 } not)
        {
            throw new RefusedException(string.Join("; ", not));
        }
    }
}
