//! What the child takes away from itself before it reads a byte.
//!
//! Limits bound memory, time and files. Two filters bound the calls to the kernel: the first
//! kills the process at calls no decoder has a reason for; the second lets only the few calls
//! through that reading, thinking and answering need, and refuses all others with "not
//! permitted", so that a library that merely looks around (a time zone, a font) goes on without.

use std::collections::BTreeMap;

use rustix::process::{DumpableBehavior, Resource, Rlimit, set_dumpable_behavior, setrlimit};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
    apply_filter, apply_filter_all_threads,
};

/// Address space of the child, in bytes: a picture of 40 megapixels twice, and the program.
const MEMORY: u64 = 512 * 1024 * 1024;
/// Processor time of the child, in seconds; one second later it is killed beyond appeal.
const SECONDS: u64 = 5;
/// `PROT_EXEC` of `mmap` and `mprotect`.
const EXECUTABLE: u64 = 0x4;

/// Calls that pass unconditionally.
const ALLOWED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_close,
    libc::SYS_fstat,
    libc::SYS_lseek,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_brk,
    libc::SYS_madvise,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_restart_syscall,
    libc::SYS_sigaltstack,
    libc::SYS_clock_gettime,
    libc::SYS_getrandom,
    libc::SYS_sched_yield,
    libc::SYS_getpid,
    libc::SYS_gettid,
];

/// Calls that end the process at once: nothing here happens by mistake.
const DEADLY: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_sendto,
    libc::SYS_sendmsg,
    libc::SYS_execve,
    libc::SYS_execveat,
    libc::SYS_clone,
    libc::SYS_clone3,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_pidfd_open,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_bpf,
    libc::SYS_io_uring_setup,
    libc::SYS_perf_event_open,
    libc::SYS_userfaultfd,
    libc::SYS_memfd_create,
    libc::SYS_open_by_handle_at,
    libc::SYS_mount,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_chroot,
    libc::SYS_pivot_root,
    libc::SYS_keyctl,
    libc::SYS_init_module,
    libc::SYS_finit_module,
];

/// Limits and filters for this whole process. Irrevocable.
pub(super) fn enter() -> Result<(), String> {
    limit().map_err(|error| format!("resource limits: {error}"))?;
    let (deadly, allowed) = filters().map_err(|error| format!("filter: {error}"))?;
    // The allow-list comes last: it no longer lets a filter be set.
    for program in [deadly, allowed] {
        apply_filter_all_threads(&program).map_err(|error| format!("kernel filter: {error}"))?;
    }
    Ok(())
}

fn limit() -> rustix::io::Result<()> {
    let limits = [
        (Resource::As, MEMORY, MEMORY),
        (Resource::Cpu, SECONDS, SECONDS + 1),
        (Resource::Fsize, 0, 0),
        (Resource::Core, 0, 0),
        (Resource::Nproc, 0, 0),
        (Resource::Nofile, 3, 3),
    ];
    for (resource, soft, hard) in limits {
        setrlimit(resource, Rlimit { current: Some(soft), maximum: Some(hard) })?;
    }
    // No other process of the same user may look into the memory of a decoder.
    set_dumpable_behavior(DumpableBehavior::NotDumpable)
}

fn filters() -> Result<(BpfProgram, BpfProgram), seccompiler::BackendError> {
    let arch: TargetArch = std::env::consts::ARCH.try_into()?;
    let deadly = DEADLY.iter().map(|call| (*call, Vec::new())).collect();
    let deadly = SeccompFilter::new(deadly, SeccompAction::Allow, SeccompAction::KillProcess, arch)?;

    let mut allowed: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let not_executable = || only_if(2, SeccompCmpOp::MaskedEq(EXECUTABLE), 0);
    allowed.insert(libc::SYS_mmap, vec![not_executable()?]);
    allowed.insert(libc::SYS_mprotect, vec![not_executable()?]);
    // A process may end itself by a signal (out of memory), and no one else.
    let own = u64::from(std::process::id());
    allowed.insert(libc::SYS_tgkill, vec![only_if(0, SeccompCmpOp::Eq, own)?]);
    let refused = SeccompAction::Errno(rustix::io::Errno::PERM.raw_os_error().unsigned_abs());
    let allowed = SeccompFilter::new(allowed, refused, SeccompAction::Allow, arch)?;
    Ok((deadly.try_into()?, allowed.try_into()?))
}

fn only_if(argument: u8, operator: SeccompCmpOp, value: u64) -> Result<SeccompRule, seccompiler::BackendError> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, operator, value)?;
    SeccompRule::new(vec![condition])
}

/// Whether this kernel can filter calls: a thread of its own sets the filter on itself alone
/// and sees the kernel refuse it a file. `check` and `serve` ask before anything is decoded.
pub fn sandbox_supported() -> Result<(), String> {
    let (_, allowed) = filters().map_err(|error| format!("filter: {error}"))?;
    std::thread::Builder::new()
        .name("sandbox-probe".to_owned())
        .spawn(move || {
            apply_filter(&allowed).map_err(|error| format!("kernel filter: {error}"))?;
            files_are_closed()
        })
        .map_err(|error| format!("thread: {error}"))?
        .join()
        .map_err(|_| "the probing thread ended early".to_owned())?
}

/// Confirms that the filter is in force.
pub(super) fn files_are_closed() -> Result<(), String> {
    match std::fs::File::open("/") {
        Err(error) if error.kind() == std::io::ErrorKind::PermissionDenied => Ok(()),
        Err(error) => Err(format!("the kernel answered {error}")),
        Ok(_) => Err("the kernel let a filtered call through".to_owned()),
    }
}
