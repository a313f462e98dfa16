using BootService.Cli;
using BootService.Cli.Help;
using BootService.Platform.Programs;

var terminal = Terminal.OfProcess();
try
{
    var invocation = Invocation.Parse(args, Environment.GetEnvironmentVariable, WorkingFolder.Now);
    return invocation.WantsVersion ? terminal.Tell($"stack {BuiltInHelp.Version}")
        : BuiltInHelp.Of(invocation.Request.Args, terminal.Width) is { } help ? terminal.Tell(help.Text, help.Exit)
        : await new Conversation(invocation, terminal).RunAsync(CancellationToken.None);
}
catch (CliFault fault)
{
    terminal.EndProgress();
    return terminal.Tell(fault.Message, 1);
}
catch (ReaderGoneException)
{
    // As "stack list host | head" does.
    return 1;
}
catch (IOException fault)
{
    return terminal.NotWritten(fault);
}
catch (Exception fault) when (fault is OutOfMemoryException or TaskSchedulerException { InnerException: OutOfMemoryException })
{
    return terminal.Tell("this machine, or the limits of this process (\"ulimit -v\", \"ulimit -u\"), have too little memory or too few threads for it", 1);
}
